package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model's chat template as it lies on disk.
 *
 * @param file where it was read, for messages
 * @param source in Jinja
 * @param variables {@code bos_token} and {@code eos_token} where the model has them
 * @param endTokens tokens that the model's configuration says end a text
 */
record ChatTemplate(
    Path file, String source, Map<String, String> variables, TreeSet<Integer> endTokens) {
  private static final int LONGEST = 1 << 20;

  /** Of a directory in the layout of Hugging Face. */
  static ChatTemplate of(Path directory, ModelTokenizer tokenizer) throws IOException {
    JsonNode config = optional(directory.resolve("tokenizer_config.json"));
    Path own = directory.resolve("chat_template.jinja");
    boolean separate = Files.exists(own);
    Path file = separate ? own : directory.resolve("tokenizer_config.json");
    String source = separate ? text(own) : stated(config.path("chat_template"));
    if (source == null) {
      throw new ModelFormatException(
          directory,
          "no chat template; expected chat_template.jinja or chat_template in"
              + " tokenizer_config.json (base models have none: use an instruction-tuned model)");
    }
    JsonNode specials = optional(directory.resolve("special_tokens_map.json"));
    Map<String, String> variables = new LinkedHashMap<>();
    TreeSet<Integer> ends = new TreeSet<>();
    for (String name : List.of("bos_token", "eos_token")) {
      content(config.has(name) ? config.path(name) : specials.path(name))
          .ifPresent(content -> variables.put(name, content));
    }
    if (variables.containsKey("eos_token")) {
      tokenizer.specialToken(variables.get("eos_token")).ifPresent(ends::add);
    }
    for (String name : List.of("config.json", "generation_config.json")) {
      JsonNode eos = optional(directory.resolve(name)).path("eos_token_id");
      for (JsonNode id : eos.isArray() ? eos : List.of(eos)) {
        if (id.isInt()) {
          ends.add(id.intValue());
        }
      }
    }
    return new ChatTemplate(file, source, variables, ends);
  }

  /** Of the metadata of a GGUF file. */
  static ChatTemplate of(GgufMetadata metadata) {
    String source =
        metadata
            .string("tokenizer.chat_template")
            .orElseThrow(() -> metadata.missing("tokenizer.chat_template"));
    List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : List.of("bos_token", "eos_token")) {
      metadata
          .integer("tokenizer.ggml." + name + "_id")
          .filter(id -> id < tokens.size())
          .ifPresent(id -> variables.put(name, tokens.get(id)));
    }
    TreeSet<Integer> ends = new TreeSet<>();
    for (String name : List.of("eos_token_id", "eot_token_id", "eom_token_id")) {
      metadata.integer("tokenizer.ggml." + name).ifPresent(ends::add);
    }
    return new ChatTemplate(metadata.file(), source, variables, ends);
  }

  private static @Nullable String stated(JsonNode template) {
    if (template.isTextual()) {
      return template.textValue();
    }
    for (JsonNode named : template) {
      if (named.path("name").asText().equals("default") && named.path("template").isTextual()) {
        return named.path("template").textValue();
      }
    }
    return null;
  }

  private static Optional<String> content(JsonNode token) {
    JsonNode content = token.isObject() ? token.path("content") : token;
    return content.isTextual() ? Optional.of(content.textValue()) : Optional.empty();
  }

  private static JsonNode optional(Path file) throws IOException {
    return Files.exists(file) ? Json.read(file) : Json.MAPPER.createObjectNode();
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      throw new ModelFormatException(file, "must be at most " + LONGEST + " bytes");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** The messages as text, as the model's makers would render them. */
  String render(JinjaTemplate compiled, List<ChatMessage> messages, boolean generationPrompt)
      throws TemplateException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(variables);
    List<Map<String, Object>> list = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("role", message.role());
      map.put("content", message.content());
      list.add(map);
    }
    values.put("messages", list);
    values.put("add_generation_prompt", generationPrompt);
    // A shopper's or an assistant's words are asked for, not thoughts about them.
    values.put("enable_thinking", false);
    return compiled.render(values);
  }
}
