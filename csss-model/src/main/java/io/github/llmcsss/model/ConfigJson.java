package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A {@code config.json} as a {@link ModelConfig}. */
final class ConfigJson {
  private static final int QWEN3_HEAD = 128;
  private static final long MISTRAL_WINDOW = 4096;

  private final Path file;
  private final JsonNode json;

  private ConfigJson(Path file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  /**
   * The configuration.
   *
   * @param hasHead whether the weights have an output head; where the file does not say whether the
   *     embedding is used for it, this does
   */
  static ModelConfig parse(Path file, JsonNode json, boolean hasHead) {
    return new ConfigJson(file, json).config(hasHead);
  }

  private ModelConfig config(boolean hasHead) {
    ModelFamily family = family();
    require(json.path("quantization_config").isEmpty(), "quantization_config", "set", "absent");
    require(number("partial_rotary_factor", 1) == 1, "partial_rotary_factor", "another", "1");
    require(!flag("rope_interleaved", false), "rope_interleaved", "true", "false");
    String activation = json.path("hidden_act").asText("silu");
    require(activation.equals("silu"), "hidden_act", activation, "silu");
    require(!flag("mlp_bias", false), "mlp_bias", "true", "false");
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
          keyValueHeads(family, heads),
          present("head_dim") ? integer("head_dim") : derivedHead(family, hidden, heads),
          integer("max_position_embeddings"),
          ropeTheta(),
          ropeScaling(),
          number("rms_norm_eps", 1e-6),
          flag("tie_word_embeddings", !hasHead),
          attentionBias(family),
          family == ModelFamily.QWEN3);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private ModelFamily family() {
    String name = json.path("architectures").path(0).asText(json.path("model_type").asText());
    return Arrays.stream(ModelFamily.values())
        .filter(f -> f.architecture().equals(name) || f.modelType().equals(name))
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
    boolean stated = flag("attention_bias", false);
    // Llama's "attention_bias" puts one on the output projection too, which no model in use has.
    require(family == ModelFamily.QWEN2 || !stated, "attention_bias", "true", "false");
    return family == ModelFamily.QWEN2;
  }

  /** Where a file leaves something out, the reference takes the default of the family. */
  private int keyValueHeads(ModelFamily family, int heads) {
    JsonNode stated = json.path("num_key_value_heads");
    boolean asManyAsQueries =
        stated.isNull() || (family == ModelFamily.LLAMA && stated.isMissingNode());
    return asManyAsQueries ? heads : integer("num_key_value_heads");
  }

  private int derivedHead(ModelFamily family, int hidden, int heads) {
    if (family == ModelFamily.QWEN3 && !json.has("head_dim")) {
      return QWEN3_HEAD;
    }
    require(
        heads > 0 && hidden % heads == 0,
        "num_attention_heads",
        "" + heads,
        "a divisor of hidden_size");
    return hidden / heads;
  }

  private void refuseSlidingWindow(ModelFamily family) {
    JsonNode window = json.path("sliding_window");
    long length = window.isMissingNode() ? MISTRAL_WINDOW : window.asLong(Long.MAX_VALUE);
    boolean used =
        switch (family) {
          case LLAMA -> false;
          case MISTRAL ->
              !window.isNull() && length < json.path("max_position_embeddings").asLong();
          case QWEN2, QWEN3 -> flag("use_sliding_window", false);
        };
    require(!used, "sliding_window", "in use", "null (full attention)");
    for (JsonNode type : json.path("layer_types")) {
      require(type.asText().equals("full_attention"), "layer_types", "" + type, "full_attention");
    }
  }

  /** Newer files keep the base beside the scaling. */
  private double ropeTheta() {
    JsonNode parameters = json.path("rope_parameters");
    if (!parameters.isObject()) {
      return number("rope_theta", 10_000);
    }
    require(parameters.path("rope_theta").isNumber(), "rope_parameters.rope_theta", "not", "set");
    return parameters.path("rope_theta").asDouble();
  }

  private Optional<RopeScaling> ropeScaling() {
    boolean newer = json.path("rope_parameters").isObject();
    JsonNode scaling = json.path(newer ? "rope_parameters" : "rope_scaling");
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

  private boolean flag(String field, boolean otherwise) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    require(value.isBoolean(), field, value.toString(), "true or false");
    return value.booleanValue();
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
