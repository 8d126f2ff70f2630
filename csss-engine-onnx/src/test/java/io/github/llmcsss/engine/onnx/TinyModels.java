package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.engine.onnx.graph.CacheScales;
import io.github.llmcsss.engine.onnx.graph.DecoderGraph;
import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelFamily;
import io.github.llmcsss.model.RopeScaling;
import io.github.llmcsss.model.SafetensorsWriter;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Models of a few thousand random weights, whose tokens are bytes. */
final class TinyModels {
  static final int BYTES = 256;
  static final int START = 256;
  static final int END = 257;
  static final int VOCABULARY = 258;
  static final int CONTEXT = 512;

  private TinyModels() {}

  /** A model of each family, with all that sets it apart. */
  static ModelConfig config(ModelFamily family) {
    boolean llama = family == ModelFamily.LLAMA;
    return new ModelConfig(
        family,
        VOCABULARY,
        64,
        96,
        2,
        4,
        2,
        family == ModelFamily.QWEN3 ? 32 : 16,
        CONTEXT,
        10_000,
        llama ? Optional.of(new RopeScaling(4, 1, 4, 64)) : Optional.empty(),
        1e-5,
        family != ModelFamily.MISTRAL,
        family == ModelFamily.QWEN2,
        family == ModelFamily.QWEN3);
  }

  /** A model by the name that its users know. */
  record Kind(String name, ModelConfig config) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * One of each kind that differs in what is computed: all families, and all that varies in one.
   */
  static List<Kind> kinds() {
    Optional<RopeScaling> scaling = Optional.of(new RopeScaling(8, 1, 4, 64));
    return List.of(
        new Kind("Llama 2", kind(ModelFamily.LLAMA, 4, 4, 16, 1e4, Optional.empty(), false)),
        new Kind("Llama 3.1", kind(ModelFamily.LLAMA, 4, 2, 16, 5e5, scaling, false)),
        new Kind("Llama 3.2", kind(ModelFamily.LLAMA, 4, 1, 16, 5e5, scaling, true)),
        new Kind("SmolLM2", kind(ModelFamily.LLAMA, 6, 2, 16, 1e5, Optional.empty(), true)),
        new Kind("Mistral", kind(ModelFamily.MISTRAL, 4, 2, 16, 1e6, Optional.empty(), false)),
        new Kind("Mistral Nemo", kind(ModelFamily.MISTRAL, 4, 2, 48, 1e6, Optional.empty(), false)),
        new Kind("Qwen2", kind(ModelFamily.QWEN2, 6, 1, 16, 1e6, Optional.empty(), true)),
        new Kind("Qwen2.5", kind(ModelFamily.QWEN2, 4, 2, 16, 1e6, Optional.empty(), false)),
        new Kind("Qwen3", kind(ModelFamily.QWEN3, 4, 2, 32, 1e6, Optional.empty(), true)),
        new Kind("Qwen3 8B", kind(ModelFamily.QWEN3, 4, 1, 32, 1e6, Optional.empty(), false)));
  }

  private static ModelConfig kind(
      ModelFamily family,
      int heads,
      int keyValueHeads,
      int headDimension,
      double theta,
      Optional<RopeScaling> scaling,
      boolean tied) {
    int hidden = family == ModelFamily.LLAMA ? heads * headDimension : 64;
    return new ModelConfig(
        family,
        VOCABULARY,
        hidden,
        96,
        2,
        heads,
        keyValueHeads,
        headDimension,
        CONTEXT,
        theta,
        scaling,
        1e-6,
        tied,
        family == ModelFamily.QWEN2,
        family == ModelFamily.QWEN3);
  }

  /** Random weights of a size that makes activations neither vanish nor explode. */
  static TensorSource random(ModelConfig config, long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Random random = new Random(seed);
    int hidden = config.hiddenSize();
    int queries = config.heads() * config.headDimension();
    int keys = config.keyValueHeads() * config.headDimension();
    add(tensors, random, "model.embed_tokens.weight", 0, 1, config.vocabularySize(), hidden);
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = "model.layers." + layer + ".";
      String attention = prefix + "self_attn.";
      double scale = 1 / Math.sqrt(hidden);
      add(tensors, random, prefix + "input_layernorm.weight", 1, 0.2, hidden);
      add(tensors, random, attention + "q_proj.weight", 0, 2 * scale, queries, hidden);
      add(tensors, random, attention + "k_proj.weight", 0, 2 * scale, keys, hidden);
      add(tensors, random, attention + "v_proj.weight", 0, scale, keys, hidden);
      add(tensors, random, attention + "o_proj.weight", 0, scale, hidden, queries);
      if (config.attentionBias()) {
        add(tensors, random, attention + "q_proj.bias", 0, 0.5, queries);
        add(tensors, random, attention + "k_proj.bias", 0, 0.5, keys);
        add(tensors, random, attention + "v_proj.bias", 0, 0.5, keys);
      }
      if (config.queryKeyNorm()) {
        add(tensors, random, attention + "q_norm.weight", 1, 0.2, config.headDimension());
        add(tensors, random, attention + "k_norm.weight", 1, 0.2, config.headDimension());
      }
      int inner = config.intermediateSize();
      add(tensors, random, prefix + "post_attention_layernorm.weight", 1, 0.2, hidden);
      add(tensors, random, prefix + "mlp.gate_proj.weight", 0, scale, inner, hidden);
      add(tensors, random, prefix + "mlp.up_proj.weight", 0, scale, inner, hidden);
      add(tensors, random, prefix + "mlp.down_proj.weight", 0, scale, hidden, inner);
    }
    add(tensors, random, "model.norm.weight", 1, 0.2, hidden);
    if (!config.tiedEmbeddings()) {
      add(tensors, random, "lm_head.weight", 0, 1, config.vocabularySize(), hidden);
    }
    return new MapSource(tensors);
  }

  private static void add(
      Map<String, Tensor> tensors,
      Random random,
      String name,
      double mean,
      double deviation,
      int... shape) {
    float[] values = values(random, deviation, shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + values[i]);
    }
    tensors.put(name, tensor(name, values, shape));
  }

  /** A tensor of random numbers around 0. */
  static Tensor random(Random random, String name, double deviation, int... shape) {
    return tensor(name, values(random, deviation, shape), shape);
  }

  private static float[] values(Random random, double deviation, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (x, y) -> x * y)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** A tensor of these numbers. */
  static Tensor tensor(String name, float[] values, int... shape) {
    return new ArrayTensor(name, Arrays.stream(shape).asLongStream().toArray(), values);
  }

  /** Opens a random model as a decoder; files go to {@code directory}. */
  static Decoder decoder(ModelConfig config, TensorSource tensors, LinearForm form, Path directory)
      throws IOException {
    DecoderGraph.write(config, tensors, form, directory);
    return new Decoder(
        directory.resolve(DecoderGraph.MODEL_FILE),
        config,
        form.activations(),
        new RuntimeSettings(ExecutionProvider.CPU, 2),
        1L << 28);
  }

  /** The same with a cache in bytes, whose steps random tokens set. */
  static Decoder byteCacheDecoder(
      ModelConfig config, TensorSource tensors, LinearForm form, Path directory)
      throws IOException {
    CacheScales scales;
    try (Decoder decoder = decoder(config, tensors, form, directory)) {
      int[] tokens = new Random(7).ints(200, 0, VOCABULARY).toArray();
      scales = CacheCalibration.measure(decoder, config, tokens);
    }
    DecoderGraph.writeWithByteCache(config, tensors, form, scales, directory);
    return new Decoder(
        directory.resolve(DecoderGraph.BYTE_CACHE_FILE),
        config,
        ElementType.INT8,
        new RuntimeSettings(ExecutionProvider.CPU, 2),
        1L << 28);
  }

  /** Writes a checkpoint in the layout of Hugging Face, with a tokenizer that knows bytes alone. */
  static Path checkpoint(Path directory, long seed) throws IOException {
    ModelConfig config = config(ModelFamily.QWEN2);
    TensorSource source = random(config, seed);
    SafetensorsWriter.write(
        directory.resolve("model.safetensors"),
        source.names().stream().map(source::tensor).toList(),
        SafetensorsWriter.Precision.F32);
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "hidden_act": "silu",
         "vocab_size": 258, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2,
         "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 512,
         "rope_theta": 10000.0, "rms_norm_eps": 1e-5, "tie_word_embeddings": true,
         "eos_token_id": 257}
        """);
    Files.writeString(directory.resolve("tokenizer.json"), tokenizer());
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        """
        {"eos_token": "<|im_end|>", "chat_template": "{% for message in messages %}\
        {{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}\
        {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"}
        """);
    return directory;
  }

  private static String tokenizer() {
    StringBuilder vocabulary = new StringBuilder();
    int other = BYTES;
    for (int value = 0; value < BYTES; value++) {
      // The printable characters that byte-level tokenizers write bytes with.
      boolean printable = (value >= '!' && value <= '~') || (value >= 0xa1 && value != 0xad);
      int letter = printable ? value : other++;
      vocabulary.append(String.format("\"\\u%04x\": %d, ", letter, value));
    }
    return """
    {"version": "1.0", "truncation": null, "padding": null,
     "added_tokens": [
       {"id": 256, "content": "<|im_start|>", "single_word": false, "lstrip": false,
        "rstrip": false, "normalized": false, "special": true},
       {"id": 257, "content": "<|im_end|>", "single_word": false, "lstrip": false,
        "rstrip": false, "normalized": false, "special": true}],
     "normalizer": null,
     "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
       "use_regex": true},
     "post_processor": null,
     "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
       "use_regex": true},
     "model": {"type": "BPE", "dropout": null, "unk_token": null,
       "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
       "vocab": {%s"<|im_start|>": 256, "<|im_end|>": 257}, "merges": []}}
    """
        .formatted(vocabulary);
  }

  private record MapSource(Map<String, Tensor> tensors) implements TensorSource {
    @Override
    public Set<String> names() {
      return tensors.keySet();
    }

    @Override
    public Tensor tensor(String name) {
      return Optional.ofNullable(tensors.get(name)).orElseThrow();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // not compared
  private record ArrayTensor(String name, long[] shape, float[] values) implements Tensor {
    @Override
    public long size() {
      return values.length;
    }

    @Override
    public void read(long offset, float[] target, int start, int count) {
      System.arraycopy(values, Math.toIntExact(offset), target, start, count);
    }
  }
}
