package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A {@code config.json} as a {@link ModelConfig}. */
final class ConfigJson {
  private final Path file;
  private final JsonNode json;

  private ConfigJson(Path file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  static ModelConfig parse(Path file, JsonNode json) {
    return new ConfigJson(file, json).config();
  }

  private ModelConfig config() {
    ModelFamily family = family();
    String activation = json.path("hidden_act").asText("silu");
    require(activation.equals("silu"), "hidden_act", activation, "silu");
    require(!json.path("mlp_bias").asBoolean(false), "mlp_bias", "true", "false");
    refuseSlidingWindow(family);
    int hidden = integer("hidden_size");
    int heads = integer("num_attention_heads");
    try {
      return new ModelConfig(
          family,
          integer("vocab_size"),
          hidden,
          integer("intermediate_size"),
          integer("num_hidden_layers"),
          heads,
          present("num_key_value_heads") ? integer("num_key_value_heads") : heads,
          present("head_dim") ? integer("head_dim") : hidden / Math.max(1, heads),
          integer("max_position_embeddings"),
          number("rope_theta", 10_000),
          ropeScaling(),
          number("rms_norm_eps", 1e-6),
          json.path("tie_word_embeddings").asBoolean(false),
          attentionBias(family),
          family == ModelFamily.QWEN3);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private ModelFamily family() {
    String name = json.path("architectures").path(0).asText(json.path("model_type").asText());
    return Arrays.stream(ModelFamily.values())
        .filter(f -> f.architecture().equals(name) || f.ggufArchitecture().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ModelFormatException(
                file,
                "unknown architecture \""
                    + name
                    + "\"; known: "
                    + Arrays.stream(ModelFamily.values()).map(ModelFamily::architecture).toList()));
  }

  private boolean attentionBias(ModelFamily family) {
    boolean stated = json.path("attention_bias").asBoolean(false);
    // Llama's "attention_bias" puts one on the output projection too, which no model in use has.
    require(family == ModelFamily.QWEN2 || !stated, "attention_bias", "true", "false");
    return family == ModelFamily.QWEN2;
  }

  private void refuseSlidingWindow(ModelFamily family) {
    JsonNode window = json.path("sliding_window");
    boolean stated =
        window.isNumber() && window.asLong() < json.path("max_position_embeddings").asLong();
    boolean switchable = family == ModelFamily.QWEN2 || family == ModelFamily.QWEN3;
    boolean used = switchable ? json.path("use_sliding_window").asBoolean(false) : stated;
    require(!used, "sliding_window", window.toString(), "null (full attention)");
  }

  private Optional<RopeScaling> ropeScaling() {
    JsonNode scaling = json.path("rope_scaling");
    if (!scaling.isObject()) {
      return Optional.empty();
    }
    String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
    if (type.equals("default")) {
      return Optional.empty();
    }
    if (!type.equals("llama3")) {
      throw new ModelFormatException(
          file, "unknown rope_scaling \"" + type + "\"; known: [default, llama3]");
    }
    for (String field :
        List.of(
            "factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings")) {
      if (!scaling.path(field).isNumber()) {
        throw new ModelFormatException(file, "rope_scaling." + field + " must be a number");
      }
    }
    return Optional.of(
        new RopeScaling(
            scaling.path("factor").asDouble(),
            scaling.path("low_freq_factor").asDouble(),
            scaling.path("high_freq_factor").asDouble(),
            scaling.path("original_max_position_embeddings").asInt()));
  }

  private boolean present(String field) {
    return json.path(field).isNumber();
  }

  private int integer(String field) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new ModelFormatException(file, field + " must be a whole number, but was " + value);
    }
    return value.asInt();
  }

  private double number(String field, double otherwise) {
    JsonNode value = json.path(field);
    return value.isMissingNode() || value.isNull() ? otherwise : value.asDouble(Double.NaN);
  }

  private void require(boolean holds, String field, String value, String rule) {
    if (!holds) {
      throw new ModelFormatException(
          file, field + " must be " + rule + ", but was " + value + "; nothing else is supported");
    }
  }
}
