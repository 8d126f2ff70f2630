package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.Set;

/** {@code adapter_config.json} of PEFT: what of it is supported. */
final class AdapterJson {
  private static final int LARGEST = 1 << 20;

  private final Path file;
  private final JsonNode json;

  private AdapterJson(Path file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  static LoraConfig read(Path file) throws IOException {
    return new AdapterJson(file, Json.read(file, LARGEST)).config();
  }

  private LoraConfig config() {
    text("peft_type", "LORA", "LORA");
    text("task_type", "CAUSAL_LM", "CAUSAL_LM");
    text("bias", "none", "none");
    for (String field :
        new String[] {"use_dora", "use_rslora", "fan_in_fan_out", "lora_bias", "use_qalora"}) {
      absent(field);
    }
    for (String field :
        new String[] {
          "modules_to_save", "layers_to_transform", "rank_pattern", "alpha_pattern",
          "trainable_token_indices", "target_parameters", "layer_replication", "exclude_modules"
        }) {
      absent(field);
    }
    JsonNode rank = json.path("r");
    JsonNode alpha = json.path("lora_alpha");
    if (!rank.isInt() || !alpha.isNumber()) {
      throw error("r and lora_alpha must be numbers, but were " + rank + " and " + alpha);
    }
    try {
      return new LoraConfig(
          rank.asInt(), alpha.asDouble(), targets(), json.path("lora_dropout").asDouble(0));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private Set<Projection> targets() {
    JsonNode names = json.path("target_modules");
    if (names.isTextual() && names.textValue().equals("all-linear")) {
      return EnumSet.allOf(Projection.class);
    }
    if (!names.isArray() || names.isEmpty()) {
      throw error("target_modules must be a list of names, but was " + names);
    }
    Set<Projection> targets = EnumSet.noneOf(Projection.class);
    for (JsonNode name : names) {
      targets.add(Projection.of(name.asText()));
    }
    return targets;
  }

  private void text(String field, String value, String otherwise) {
    String found = json.path(field).asText(otherwise);
    if (!found.equals(value) && !json.path(field).isNull()) {
      throw error(
          field + " must be " + value + ", but was " + found + "; nothing else is supported");
    }
  }

  /** Null, false, or empty. */
  private void absent(String field) {
    JsonNode value = json.path(field);
    boolean unset =
        value.isMissingNode()
            || value.isNull()
            || (value.isBoolean() && !value.booleanValue())
            || (value.isContainerNode() && value.isEmpty());
    if (!unset) {
      throw error(field + " must not be set, but was " + value + "; it is not supported");
    }
  }

  private ModelFormatException error(String problem) {
    return new ModelFormatException(file, problem);
  }

  static void write(Path file, LoraConfig config, String baseName) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("base_model_name_or_path", baseName);
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("init_lora_weights", true);
    json.put("lora_alpha", config.alpha());
    json.put("lora_dropout", config.dropout());
    json.put("peft_type", "LORA");
    json.put("r", config.rank());
    for (Projection projection : config.targets()) {
      json.withArray("target_modules").add(projection.moduleName());
    }
    json.put("task_type", "CAUSAL_LM");
    json.put("use_dora", false);
    json.put("use_rslora", false);
    Path unfinished = file.resolveSibling(file.getFileName() + ".partial");
    Files.writeString(
        unfinished, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
