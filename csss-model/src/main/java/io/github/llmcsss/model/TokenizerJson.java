package io.github.llmcsss.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Utf8;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a {@code tokenizer.json} says, apart from what the native library does with it.
 *
 * @param text the file for encoding text: without added tokens, so that none is found in text
 * @param pieces vocabulary entries by id
 * @param added added tokens by content
 */
record TokenizerJson(
    ObjectNode text, Map<Integer, String> pieces, Map<String, AddedToken> added, TokenBytes bytes) {
  private static final int LARGEST_ID = 1 << 24;

  /** Reads what {@code file} holds; of a GGUF file, what was made of its metadata. */
  static TokenizerJson of(Path file, JsonNode root) {
    JsonNode model = root.path("model");
    String type = model.path("type").asText();
    // Old files do not name the type; only BPE has merges.
    boolean bpe = type.equals("BPE") || (type.isEmpty() && model.has("merges"));
    if (!bpe || !model.path("vocab").isObject()) {
      throw new ModelFormatException(
          file, "unknown tokenizer model \"" + type + "\"; known: [BPE]");
    }
    Map<String, AddedToken> added = addedTokens(file, root.path("added_tokens"));
    Map<Integer, String> pieces = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
      pieces.put(id(file, entry.getValue(), "model.vocab"), entry.getKey());
    }
    ObjectNode text = plain(file, root);
    ObjectNode bytePairs = (ObjectNode) text.path("model");
    removeFromModel(added.keySet(), bytePairs);
    // Prefixes and suffixes of pieces are of other families, and dropout draws by chance.
    for (String unused : List.of("continuing_subword_prefix", "end_of_word_suffix", "dropout")) {
      JsonNode value = bytePairs.path(unused);
      boolean none = value.isNull() || value.asText().isEmpty() || value.asDouble(1) == 0;
      if (!none) {
        throw new ModelFormatException(file, "model." + unused + " must be null, but was " + value);
      }
      bytePairs.putNull(unused);
    }
    return new TokenizerJson(text, pieces, added, bytes(file, root));
  }

  /**
   * The file for encoding text alone: without added tokens, so that none is found in text, and
   * without what is not needed. What would make the tokenizer library abort the whole process is
   * refused.
   */
  static ObjectNode plain(Path file, JsonNode root) {
    if (root.path("normalizer").findParents("prepend").stream()
        .anyMatch(step -> step.path("prepend").asText().isEmpty())) {
      throw new ModelFormatException(file, "normalizer: prepend must not be empty");
    }
    ObjectNode plain = root.deepCopy();
    plain.set("added_tokens", plain.arrayNode());
    for (String unused : List.of("post_processor", "decoder", "truncation", "padding")) {
      plain.putNull(unused);
    }
    try {
      int unused = Utf8.encodedLength(plain.toString());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file, "a text in it is no Unicode: a lone surrogate");
    }
    return plain;
  }

  private static Map<String, AddedToken> addedTokens(Path file, JsonNode list) {
    Map<String, AddedToken> added = new TreeMap<>();
    for (JsonNode token : list) {
      String content = token.path("content").asText();
      if (!content.isEmpty()) {
        added.put(
            content,
            new AddedToken(
                id(file, token.path("id"), "added_tokens"),
                content,
                token.path("special").asBoolean(),
                token.path("lstrip").asBoolean(),
                token.path("rstrip").asBoolean()));
      }
    }
    return added;
  }

  private static int id(Path file, JsonNode id, String field) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() >= LARGEST_ID) {
      throw new ModelFormatException(
          file, "an id in " + field + " must be in [0, 2^24), but was " + id);
    }
    return id.intValue();
  }

  /** The subword model itself must not know the tokens either; a merge may lead to one. */
  private static void removeFromModel(Set<String> contents, ObjectNode model) {
    ArrayNode kept = model.arrayNode();
    for (JsonNode merge : model.path("merges")) {
      List<String> parts = parts(merge);
      if (parts.stream().noneMatch(contents::contains)
          && !contents.contains(String.join("", parts))) {
        kept.add(merge);
      }
    }
    model.set("merges", kept);
    ((ObjectNode) model.path("vocab")).remove(contents);
    model.putNull("unk_token");
  }

  private static List<String> parts(JsonNode merge) {
    if (merge.isTextual()) {
      return List.of(merge.textValue().split(" ", 2));
    }
    List<String> parts = new ArrayList<>();
    merge.forEach(part -> parts.add(part.asText()));
    return parts;
  }

  private static TokenBytes bytes(Path file, JsonNode root) {
    Set<String> types = new HashSet<>();
    collectTypes(root.path("decoder"), types);
    if (types.contains("ByteLevel")) {
      return TokenBytes.BYTE_LEVEL;
    }
    if (types.contains("ByteFallback") || types.contains("Metaspace")) {
      return TokenBytes.SENTENCE_PIECE;
    }
    throw new ModelFormatException(
        file,
        "decoder: unknown decoder " + types + "; known: [ByteLevel, ByteFallback, Metaspace]");
  }

  private static void collectTypes(JsonNode decoder, Set<String> types) {
    if (decoder.path("type").isTextual()) {
      types.add(decoder.path("type").textValue());
    }
    decoder.path("decoders").forEach(part -> collectTypes(part, types));
  }

  /** Whether a text gets a space in front, when it begins a stretch between added tokens. */
  boolean spaceInFront() {
    return steps(text).anyMatch(TokenizerJson::addsSpace);
  }

  /** Whether that space is for the very beginning of an input alone. */
  boolean spaceAtStartOnly() {
    return steps(text).anyMatch(step -> step.path("prepend_scheme").asText().equals("first"));
  }

  private static Stream<JsonNode> steps(JsonNode json) {
    List<JsonNode> steps = new ArrayList<>();
    for (String stage : List.of("normalizer", "pre_tokenizer")) {
      steps.add(json.path(stage));
      json.path(stage).path("normalizers").forEach(steps::add);
      json.path(stage).path("pretokenizers").forEach(steps::add);
    }
    return steps.stream();
  }

  private static boolean addsSpace(JsonNode step) {
    return switch (step.path("type").asText()) {
      case "Prepend" -> true;
      case "ByteLevel" -> step.path("add_prefix_space").asBoolean();
      case "Metaspace" ->
          step.has("prepend_scheme")
              ? !step.path("prepend_scheme").asText().equals("never")
              : step.path("add_prefix_space").asBoolean(true);
      default -> false;
    };
  }

  /** The same without a space in front. */
  ObjectNode continuation() {
    ObjectNode json = text.deepCopy();
    for (String stage : List.of("normalizer", "pre_tokenizer")) {
      if (addsSpace(json.path(stage)) && json.path(stage).path("type").asText().equals("Prepend")) {
        json.putNull(stage);
      }
      for (String list : List.of("normalizers", "pretokenizers")) {
        Iterator<JsonNode> each = json.path(stage).path(list).iterator();
        while (each.hasNext()) {
          if (each.next().path("type").asText().equals("Prepend")) {
            each.remove();
          }
        }
      }
    }
    steps(json)
        .filter(TokenizerJson::addsSpace)
        .forEach(step -> {
          ((ObjectNode) step).put("add_prefix_space", false);
          if (step.path("type").asText().equals("Metaspace")) {
            ((ObjectNode) step).put("prepend_scheme", "never");
          }
        });
    return json;
  }

  static byte[] bytes(ObjectNode json) {
    try {
      return Json.MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
