package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes models in the layout of Hugging Face, which this library and {@code transformers} read:
 * configuration, tokenizer and chat template of one model, weights of another making.
 */
public final class CheckpointWriter {
  private static final String WEIGHTS = "model.safetensors";
  private static final List<String> COPIED =
      List.of(
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja");

  private CheckpointWriter() {}

  /**
   * Writes a model. Its {@code config.json}, without which a directory is none, comes last.
   *
   * @param directory made where it does not exist
   * @param base whose configuration, tokenizer and template it has; a directory or a GGUF file
   * @param weights all of them, in the shapes of {@code base}
   * @throws IOException if something cannot be read or written
   */
  public static void write(
      Path directory,
      Checkpoint base,
      Collection<? extends Tensor> weights,
      SafetensorsWriter.Precision precision)
      throws IOException {
    Files.createDirectories(directory);
    Path config = directory.resolve("config.json");
    Files.deleteIfExists(config);
    SafetensorsWriter.write(directory.resolve(WEIGHTS), weights, precision);
    ObjectNode json;
    if (Files.isDirectory(base.path())) {
      for (String name : COPIED) {
        if (Files.exists(base.path().resolve(name))) {
          Files.copy(
              base.path().resolve(name),
              directory.resolve(name),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      json = (ObjectNode) Json.read(base.path().resolve("config.json"));
    } else {
      GgufMetadata metadata = GgufFile.read(base.path()).metadata();
      json = config(base.config());
      tokenizer(directory, base, metadata, json);
    }
    String type =
        switch (precision) {
          case F32 -> "float32";
          case F16 -> "float16";
          case BF16 -> "bfloat16";
        };
    // The second is the younger name, which wins where both are there.
    json.put("torch_dtype", type).put("dtype", type);
    write(config, json);
  }

  /**
   * Writes a model with an adapter merged into its weights.
   *
   * @throws ModelFormatException if the adapter is none of this model
   * @throws IOException if something cannot be read or written
   */
  public static void merge(
      Path directory, Checkpoint base, LoraAdapter adapter, SafetensorsWriter.Precision precision)
      throws IOException {
    adapter.check(base);
    TensorSource merged = MergedTensors.of(base, adapter);
    List<Tensor> weights = new ArrayList<>();
    for (String name : RequiredTensors.names(base.config())) {
      weights.add(merged.tensor(name));
    }
    write(directory, base, weights, precision);
  }

  private static ObjectNode config(ModelConfig config) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.putArray("architectures").add(config.family().architecture());
    json.put("model_type", config.family().modelType());
    json.put("hidden_act", "silu");
    json.put("vocab_size", config.vocabularySize());
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.intermediateSize());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.keyValueHeads());
    json.put("head_dim", config.headDimension());
    json.put("max_position_embeddings", config.contextLength());
    json.put("rope_theta", config.ropeTheta());
    json.put("rms_norm_eps", config.rmsNormEpsilon());
    json.put("tie_word_embeddings", config.tiedEmbeddings());
    json.put("attention_bias", config.attentionBias());
    config
        .ropeScaling()
        .ifPresent(scaling ->
            json.putObject("rope_scaling")
                .put("rope_type", "llama3")
                .put("factor", scaling.factor())
                .put("low_freq_factor", scaling.lowFrequencyFactor())
                .put("high_freq_factor", scaling.highFrequencyFactor())
                .put("original_max_position_embeddings", scaling.originalContextLength()));
    return json;
  }

  private static void tokenizer(
      Path directory, Checkpoint base, GgufMetadata metadata, ObjectNode config)
      throws IOException {
    write(directory.resolve("tokenizer.json"), GgufTokenizer.json(metadata));
    ChatTemplate template = ChatTemplate.of(metadata);
    ObjectNode settings = Json.MAPPER.createObjectNode();
    settings.put("tokenizer_class", "PreTrainedTokenizerFast");
    settings.put("clean_up_tokenization_spaces", false);
    settings.put("model_max_length", base.config().contextLength());
    template.variables().forEach(settings::put);
    settings.put("chat_template", template.source());
    write(directory.resolve("tokenizer_config.json"), settings);
    ObjectNode generation = Json.MAPPER.createObjectNode();
    for (String name : List.of("bos_token_id", "eos_token_id")) {
      metadata
          .integer("tokenizer.ggml." + name)
          .ifPresent(id -> {
            config.put(name, id);
            generation.put(name, id);
          });
    }
    if (!template.endTokens().isEmpty()) {
      template.endTokens().forEach(generation.putArray("eos_token_id")::add);
    }
    write(directory.resolve("generation_config.json"), generation);
  }

  private static void write(Path file, JsonNode json) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".partial");
    Files.writeString(
        unfinished, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
