package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration says is read or refused by name, never passed over. */
class ConfigurationTest {
  private static final Path FILE = Path.of("config.json");
  private static final String BASE =
      """
      {"hidden_size": 64, "num_attention_heads": 4, "vocab_size": 100, "intermediate_size": 8,
       "num_hidden_layers": 2, "max_position_embeddings": 8192}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          LlamaForCausalLM   | "hidden_act": "gelu"                           | hidden_act must be silu, but was gelu
          LlamaForCausalLM   | "mlp_bias": true                               | mlp_bias
          LlamaForCausalLM   | "attention_bias": true                         | attention_bias
          LlamaForCausalLM   | "tie_word_embeddings": "yes"                   | tie_word_embeddings must be true or false
          LlamaForCausalLM   | "rope_scaling": {"type": "linear", "factor": 2} | unknown rope_scaling "linear"; known: [default, llama3]
          LlamaForCausalLM   | "rope_scaling": {"rope_type": "llama3"}        | rope_scaling.factor must be a number
          LlamaForCausalLM   | "rope_parameters": {"rope_type": "default"}    | rope_parameters.rope_theta
          LlamaForCausalLM   | "rope_theta": "big"                            | ropeTheta
          LlamaForCausalLM   | "partial_rotary_factor": 0.5                   | partial_rotary_factor
          LlamaForCausalLM   | "rope_interleaved": true                       | rope_interleaved
          LlamaForCausalLM   | "quantization_config": {"bits": 4}             | quantization_config
          LlamaForCausalLM   | "num_attention_heads": 5                       | num_attention_heads must be a divisor
          LlamaForCausalLM   | "num_key_value_heads": 3                       | keyValueHeads must be a divisor of 4
          LlamaForCausalLM   | "head_dim": 7                                  | headDimension must be even
          LlamaForCausalLM   | "num_hidden_layers": 2147483647                | layers must be in
          LlamaForCausalLM   | "vocab_size": 1e99                             | vocab_size must be a whole number
          LlamaForCausalLM   | "rms_norm_eps": 0                              | rmsNormEpsilon
          MistralForCausalLM | "num_key_value_heads": 2                       | sliding_window
          MistralForCausalLM | "sliding_window": 4096, "num_key_value_heads": 2 | sliding_window must be null
          Qwen2ForCausalLM   | "num_key_value_heads": 2, "use_sliding_window": true | sliding_window
          Qwen2ForCausalLM   | "num_key_value_heads": 2, "layer_types": ["sliding_attention"] | layer_types
          Qwen2ForCausalLM   | "rope_theta": 1000000.0                        | num_key_value_heads
          GemmaForCausalLM   | "rope_theta": 1000000.0                        | known: [LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM]
          """)
  void refusesByName(String architecture, String field, String problem) {
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> parse(architecture, field));
    assertTrue(TestFiles.message(e).startsWith("config.json: "), e.getMessage());
    assertTrue(TestFiles.message(e).contains(problem), e.getMessage());
  }

  @Test
  void takesTheDefaultsOfTheFamily() throws Exception {
    ModelConfig llama = parse("LlamaForCausalLM", "\"rope_theta\": null");
    assertEquals(4, llama.keyValueHeads());
    assertEquals(16, llama.headDimension());
    assertEquals(10_000, llama.ropeTheta());
    assertEquals(1e-6, llama.rmsNormEpsilon());
    ModelConfig qwen3 = parse("Qwen3ForCausalLM", "\"num_key_value_heads\": 2");
    assertEquals(128, qwen3.headDimension());
    assertTrue(qwen3.queryKeyNorm());
    ModelConfig mistral =
        parse("MistralForCausalLM", "\"num_key_value_heads\": 2, \"sliding_window\": null");
    assertEquals(ModelFamily.MISTRAL, mistral.family());
    assertEquals(
        ModelFamily.MISTRAL,
        parse("MistralForCausalLM", "\"num_key_value_heads\": 2, \"sliding_window\": 8192")
            .family());
  }

  @Test
  void readsTheNewerPlaceOfRotarySettings() throws Exception {
    ModelConfig config =
        parse(
            "LlamaForCausalLM",
            "\"rope_parameters\": {\"rope_type\": \"llama3\", \"rope_theta\": 500000, \"factor\":"
                + " 32, \"low_freq_factor\": 1, \"high_freq_factor\": 4,"
                + " \"original_max_position_embeddings\": 8192}");
    assertEquals(500_000, config.ropeTheta());
    assertEquals(Optional.of(new RopeScaling(32, 1, 4, 8192)), config.ropeScaling());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          general.architecture            | gemma | known: [llama, qwen2, qwen3]
          llama.rope.scaling.type         | yarn  | unknown rope.scaling "yarn"
          llama.rope.scaling.factor       | 2     | unknown rope.scaling "linear" by 2.0
          llama.rope.scale_linear         | 4     | unknown rope.scaling "linear" by 4.0
          llama.attention.sliding_window  | 64    | attention.sliding_window must be 0, but was 64
          llama.attention.value_length    | 2     | attention.value_length must be 4, but was 2
          llama.attention.key_length      | 2     | rope.dimension_count must be 2, but was 4
          llama.attention.key_length      | 2147483647 | rope.dimension_count
          llama.rope.dimension_count      | 2     | rope.dimension_count must be 4, but was 2
          llama.expert_count              | 8     | expert_count must be 0, but was 8
          llama.attention.head_count      | 0     | head_count must divide
          llama.attention.head_count_kv   | 3     | keyValueHeads must be a divisor
          llama.block_count               | -1    | llama.block_count must be in [0, 2^31)
          llama.embedding_length          | wide  | "llama.embedding_length" must be of type Long
          """)
  void refusesGgufMetadataByName(String key, String value, String problem) throws Exception {
    GgufFile file = changed("llama", key, value);
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> GgufConfig.of(file));
    assertTrue(TestFiles.message(e).contains(problem), e.getMessage());
    assertTrue(TestFiles.message(e).contains("llama.gguf"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "general.architecture",
    "llama.embedding_length",
    "llama.context_length",
    "llama.attention.layer_norm_rms_epsilon"
  })
  void namesTheMetadataThatIsMissing(String key) throws Exception {
    GgufFile file = changed("llama", key, "");
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> GgufConfig.of(file));
    assertTrue(
        TestFiles.message(e).contains("metadata key \"" + key + "\" is missing"), e.getMessage());
  }

  @Test
  void acceptsAWindowThatIsNotInUseAndNoScaling() throws Exception {
    ModelConfig plain = GgufConfig.of(changed("llama", "none", ""));
    assertEquals(plain, GgufConfig.of(changed("llama", "llama.attention.sliding_window", "256")));
    assertEquals(plain, GgufConfig.of(changed("llama", "llama.rope.scaling.type", "none")));
    assertEquals(plain, GgufConfig.of(changed("llama", "llama.rope.scaling.factor", "1")));
  }

  @Test
  void refusesRotaryFactorsThatAreNotThoseOfLlama3() throws Exception {
    for (String base : new String[] {"10000", "1000000"}) {
      GgufFile file = changed("llama3", "llama.rope.freq_base", base);
      ModelFormatException e = assertThrows(ModelFormatException.class, () -> GgufConfig.of(file));
      assertTrue(TestFiles.message(e).contains("rope_freqs.weight"), e.getMessage());
    }
    GgufFile head = changed("llama3", "llama.rope.dimension_count", "8");
    Map<String, Object> values = new HashMap<>(head.metadata().values());
    values.put("llama.attention.key_length", 8L);
    values.put("llama.attention.value_length", 8L);
    GgufFile file = new GgufFile(new GgufMetadata(Path.of("x.gguf"), values), head.tensors());
    ModelFormatException e = assertThrows(ModelFormatException.class, () -> GgufConfig.of(file));
    assertTrue(TestFiles.message(e).contains("must have 4 values, but has 8"), e.getMessage());
  }

  private static ModelConfig parse(String architecture, String field) throws Exception {
    ObjectNode json = (ObjectNode) Json.parse(FILE, BASE.getBytes(StandardCharsets.UTF_8));
    json.setAll(
        (ObjectNode) Json.parse(FILE, ("{" + field + "}").getBytes(StandardCharsets.UTF_8)));
    json.putArray("architectures").add(architecture);
    return ConfigJson.parse(FILE, json, false);
  }

  /** A tiny model with another value of a key, or without it. */
  private static GgufFile changed(String model, String key, String value) throws Exception {
    GgufFile file = GgufFile.read(TestFiles.resource("tiny/" + model + ".gguf"));
    Map<String, Object> values = new TreeMap<>(file.metadata().values());
    if (value == null || value.isEmpty()) {
      values.remove(key);
    } else {
      values.put(key, value.matches("-?\\d+") ? (Object) Long.valueOf(value) : value);
    }
    return new GgufFile(new GgufMetadata(file.metadata().file(), values), file.tensors());
  }
}
