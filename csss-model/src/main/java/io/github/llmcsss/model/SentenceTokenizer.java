package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The tokenizer of a BERT-style sentence encoder (WordPiece), from a {@code tokenizer.json}. Text
 * is data: {@code [SEP]} in it is three pieces of text. Thread-safe; whoever makes it closes it.
 */
public final class SentenceTokenizer implements AutoCloseable {
  private static final Path NAME = Path.of("tokenizer.json");

  private final NativeTokenizer text;
  private final int start;
  private final int end;

  private SentenceTokenizer(NativeTokenizer text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  /**
   * From the bytes of a {@code tokenizer.json}.
   *
   * @throws ModelFormatException if they are broken, or those of another kind of tokenizer
   */
  public static SentenceTokenizer fromJson(byte[] json) {
    JsonNode root = parse(json);
    String type = root.path("model").path("type").asText();
    // Old files do not name the type; only WordPiece has this prefix.
    boolean wordPiece =
        type.equals("WordPiece")
            || (type.isEmpty() && root.path("model").has("continuing_subword_prefix"));
    if (!wordPiece || !(root instanceof ObjectNode)) {
      throw new ModelFormatException(
          NAME + ": unknown tokenizer model \"" + type + "\"; known: [WordPiece]");
    }
    int start = id(root, "[CLS]");
    int end = id(root, "[SEP]");
    int unused = id(root, root.path("model").path("unk_token").asText("[UNK]"));
    ObjectNode plain = TokenizerJson.plain(NAME, root);
    return new SentenceTokenizer(NativeTokenizer.of(NAME, TokenizerJson.bytes(plain)), start, end);
  }

  private static JsonNode parse(byte[] json) {
    try {
      return Json.parse(NAME, json);
    } catch (IOException e) {
      throw new ModelFormatException(NAME + ": " + e.getMessage());
    }
  }

  private static int id(JsonNode root, String token) {
    JsonNode id = root.path("model").path("vocab").path(token);
    if (!id.isInt() || id.intValue() < 0) {
      throw new ModelFormatException(
          NAME + ": model.vocab must have an id for " + token + ", but has " + id);
    }
    return id.intValue();
  }

  /**
   * The tokens of a text between {@code [CLS]} and {@code [SEP]}.
   *
   * @param maximumTokens the first tokens of a longer text are taken, and {@code [SEP]}; 2 or more
   */
  public int[] encode(String data, int maximumTokens) {
    if (maximumTokens < 2) {
      throw new IllegalArgumentException(
          "maximumTokens must be 2 or more, but was " + maximumTokens);
    }
    int[] pieces = text.encode(data);
    int length = Math.min(pieces.length, maximumTokens - 2);
    int[] tokens = new int[length + 2];
    tokens[0] = start;
    System.arraycopy(pieces, 0, tokens, 1, length);
    tokens[length + 1] = end;
    return tokens;
  }

  /** Frees the native memory. Idempotent. */
  @Override
  public void close() {
    text.close();
  }
}
