package io.github.llmcsss.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Complete tokenizers of a few hundred tokens, as the metadata of GGUF files. */
final class TinyTokenizers {
  private TinyTokenizers() {}

  /** All bytes, a few merges, and these control tokens from id 0 on. */
  static Map<String, Object> byteLevel(String... control) {
    List<String> tokens = new ArrayList<>(List.of(control));
    List<Long> types = new ArrayList<>();
    tokens.forEach(token -> types.add(3L));
    tokens.add("<think>");
    types.add(4L);
    int next = 0x100;
    for (int b = 0; b < 0x100; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      tokens.add(Character.toString(printable ? b : next++));
      types.add(1L);
    }
    List<String> merges = List.of("h e", "l l", "he ll", "hell o", "\u0120 hello", "\u010A \u010A");
    for (String merge : merges) {
      tokens.add(merge.replace(" ", ""));
      types.add(1L);
    }
    tokens.add("[unused]");
    types.add(5L);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tokenizer.ggml.model", "gpt2");
    values.put("tokenizer.ggml.pre", "smollm");
    values.put("tokenizer.ggml.tokens", tokens);
    values.put("tokenizer.ggml.token_type", types);
    values.put("tokenizer.ggml.merges", merges);
    return values;
  }

  /** Byte fallback, a few words, {@code <s>} and {@code </s>}. */
  static Map<String, Object> sentencePiece() {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    List<Long> types = new ArrayList<>(List.of(2L, 3L, 3L));
    for (int b = 0; b < 0x100; b++) {
      tokens.add("<0x%02X>".formatted(b));
      types.add(6L);
    }
    for (String piece :
        List.of("\u2581", "h", "e", "l", "o", "he", "ll", "hell", "hello", "\u2581hello")) {
      tokens.add(piece);
      types.add(1L);
    }
    List<Double> scores = new ArrayList<>();
    tokens.forEach(token -> scores.add((double) -scores.size()));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tokenizer.ggml.model", "llama");
    values.put("tokenizer.ggml.tokens", tokens);
    values.put("tokenizer.ggml.token_type", types);
    values.put("tokenizer.ggml.scores", scores);
    return values;
  }

  static GgufMetadata metadata(Map<String, Object> values) {
    return new GgufMetadata(Path.of("tiny.gguf"), values);
  }

  static ModelTokenizer tokenizer(Map<String, Object> values) {
    return ModelTokenizer.of(metadata(values));
  }

  static byte[] json(Map<String, Object> values) {
    return GgufTokenizer.json(metadata(values)).toString().getBytes(StandardCharsets.UTF_8);
  }
}
