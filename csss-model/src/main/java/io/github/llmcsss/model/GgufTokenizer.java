package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the tokenizer in the metadata of a GGUF file into a {@code tokenizer.json}. */
final class GgufTokenizer {
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;
  private static final int BYTE = 6;

  private record Merge(String left, String right, int id, int leftId, int rightId) {}

  private final GgufMetadata metadata;
  private final List<String> tokens;
  private final List<Long> types;

  private GgufTokenizer(GgufMetadata metadata) {
    this.metadata = metadata;
    tokens = metadata.strings("tokenizer.ggml.tokens");
    types = metadata.integers("tokenizer.ggml.token_type");
    if (tokens.isEmpty()) {
      throw metadata.missing("tokenizer.ggml.tokens");
    }
    if (types.size() != tokens.size()) {
      throw new ModelFormatException(
          metadata.file(),
          "tokenizer.ggml.token_type must have "
              + tokens.size()
              + " elements, but has "
              + types.size());
    }
  }

  static ObjectNode json(GgufMetadata metadata) {
    GgufTokenizer tokenizer = new GgufTokenizer(metadata);
    String model = metadata.requiredString("tokenizer.ggml.model");
    return switch (model) {
      case "gpt2" -> tokenizer.byteLevel();
      case "llama" -> tokenizer.sentencePiece();
      default ->
          throw new ModelFormatException(
              metadata.file(),
              "unknown tokenizer.ggml.model \"" + model + "\"; known: [gpt2, llama]");
    };
  }

  private ObjectNode byteLevel() {
    String pre = metadata.requiredString("tokenizer.ggml.pre");
    ObjectNode json = common();
    json.putNull("normalizer");
    if (pre.equals("qwen2") || pre.equals("deepseek-r1-qwen")) {
      json.putObject("normalizer").put("type", "NFC");
    }
    try {
      json.set("pre_tokenizer", PreTokenizers.of(pre));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(metadata.file(), String.valueOf(e.getMessage()), e);
    }
    json.putObject("decoder")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
    ObjectNode model = model(json, false).put("ignore_merges", PreTokenizers.takesWholeWords(pre));
    ArrayNode merges = model.putArray("merges");
    for (String merge : metadata.strings("tokenizer.ggml.merges")) {
      String[] parts = merge.split(" ", -1);
      if (parts.length != 2) {
        throw new ModelFormatException(
            metadata.file(), "tokenizer.ggml.merges must be pairs parted by one space");
      }
      merges.addArray().add(parts[0]).add(parts[1]);
    }
    return json;
  }

  private ObjectNode sentencePiece() {
    ObjectNode json = common();
    ArrayNode normalizers =
        json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    if (metadata.flag("tokenizer.ggml.add_space_prefix").orElse(true)) {
      normalizers.addObject().put("type", "Prepend").put("prepend", "\u2581");
    }
    ObjectNode replace = normalizers.addObject().put("type", "Replace");
    replace.putObject("pattern").put("String", " ");
    replace.put("content", "\u2581");
    json.putNull("pre_tokenizer");
    json.putObject("decoder").put("type", "ByteFallback");
    ArrayNode merges = model(json, true).put("ignore_merges", false).putArray("merges");
    for (Merge merge : merges()) {
      merges.addArray().add(merge.left).add(merge.right);
    }
    return json;
  }

  /**
   * SentencePiece has scores in place of merges: every pair of tokens that makes a token is a
   * merge, the higher the token's score the earlier.
   */
  private List<Merge> merges() {
    List<Double> scores = metadata.numbers("tokenizer.ggml.scores");
    if (scores.size() != tokens.size()) {
      throw new ModelFormatException(
          metadata.file(), "tokenizer.ggml.scores must have " + tokens.size() + " elements");
    }
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (types.get(id) == NORMAL) {
        ids.put(tokens.get(id), id);
      }
    }
    List<Merge> merges = new ArrayList<>();
    ids.forEach((token, id) -> {
      for (int cut = 1; cut < token.length(); cut++) {
        Integer left = ids.get(token.substring(0, cut));
        Integer right = ids.get(token.substring(cut));
        if (left != null && right != null) {
          merges.add(new Merge(token.substring(0, cut), token.substring(cut), id, left, right));
        }
      }
    });
    merges.sort(
        Comparator.comparingDouble((Merge merge) -> -scores.get(merge.id))
            .thenComparingInt(Merge::id)
            .thenComparingInt(Merge::leftId)
            .thenComparingInt(Merge::rightId));
    return merges;
  }

  private ObjectNode common() {
    ObjectNode json = Json.MAPPER.createObjectNode().put("version", "1.0");
    ArrayNode added = json.putArray("added_tokens");
    for (int id = 0; id < tokens.size(); id++) {
      long type = types.get(id);
      if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
        added
            .addObject()
            .put("id", id)
            .put("content", tokens.get(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", type != USER_DEFINED);
      }
    }
    return json;
  }

  /** The model with its vocabulary; unused entries stay out of it. */
  private ObjectNode model(ObjectNode json, boolean byteFallback) {
    ObjectNode model =
        json.putObject("model").put("type", "BPE").putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", byteFallback);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      long type = types.get(id);
      if (type >= NORMAL && type <= BYTE && type != UNUSED) {
        vocabulary.put(tokens.get(id), id);
      }
    }
    return model;
  }
}
