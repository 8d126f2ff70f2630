package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokenizer of a model. Text is data: what looks like a control token in it stays text.
 *
 * <p>Byte-pair encodings over bytes (GPT-2, Llama 3, Qwen, SmolLM) and over characters with byte
 * fallback (Llama 2, Mistral). Makes no network connection; the native library unpacks itself into
 * the cache directory of DJL (see its documentation) when it is first used.
 *
 * <p>Thread-safe. Whoever makes it closes it; a tokenizer that is closed encodes no more.
 */
public final class ModelTokenizer implements AutoCloseable {
  private static final byte[] NO_BYTES = {};

  private final TokenizerJson json;
  private final NativeTokenizer text;
  private final NativeTokenizer continuation;
  private final byte[][] bytes;
  private final boolean[] special;

  private ModelTokenizer(Path file, TokenizerJson json) {
    this.json = json;
    int size = 0;
    for (int id : json.pieces().keySet()) {
      size = Math.max(size, id + 1);
    }
    for (AddedToken token : json.added().values()) {
      size = Math.max(size, token.id() + 1);
    }
    bytes = new byte[size][];
    Arrays.fill(bytes, NO_BYTES);
    special = new boolean[size];
    json.pieces().forEach((id, piece) -> bytes[id] = json.bytes().of(piece));
    for (AddedToken token : json.added().values()) {
      special[token.id()] = token.special();
      bytes[token.id()] =
          token.special() ? NO_BYTES : token.content().getBytes(StandardCharsets.UTF_8);
    }
    text = NativeTokenizer.of(file, TokenizerJson.bytes(json.text()));
    try {
      continuation =
          json.spaceInFront()
              ? NativeTokenizer.of(file, TokenizerJson.bytes(json.continuation()))
              : text;
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }

  /**
   * From a {@code tokenizer.json} in the format of Hugging Face.
   *
   * @throws ModelFormatException if the file is broken or holds another kind of tokenizer than BPE
   */
  public static ModelTokenizer fromJson(Path file) throws IOException {
    return fromJson(file, Json.read(file));
  }

  /** From the bytes of a {@code tokenizer.json}. */
  public static ModelTokenizer fromJson(byte[] json) {
    Path name = Path.of("tokenizer.json");
    try {
      return fromJson(name, Json.parse(name, json));
    } catch (IOException e) {
      throw new ModelFormatException(name, String.valueOf(e.getMessage()), e);
    }
  }

  static ModelTokenizer of(GgufMetadata metadata) {
    return fromJson(metadata.file(), GgufTokenizer.json(metadata));
  }

  private static ModelTokenizer fromJson(Path file, JsonNode json) {
    return new ModelTokenizer(file, TokenizerJson.of(file, json));
  }

  /**
   * The tokens of a text. Never an added token of the model, control or not: {@code <|im_end|>} and
   * {@code <think>} stay text. Lone surrogates become U+FFFD; what neither the vocabulary nor byte
   * fallback can express is left out.
   */
  public int[] encode(String data) {
    return text.encode(data);
  }

  /**
   * The tokens of a text inside a chat. Some models put a space in front of what follows a control
   * token, none in front of what follows text.
   */
  int[] encode(String data, boolean afterAddedToken) {
    boolean space = afterAddedToken && !json.spaceAtStartOnly();
    return (space ? text : continuation).encode(data);
  }

  /**
   * The text of tokens: their {@link #bytes} as UTF-8, broken sequences as U+FFFD. Special tokens
   * are left out; the space that some models put in front of a text is taken away.
   */
  public String decode(int[] tokens) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int token : tokens) {
      all.writeBytes(bytes(token));
    }
    String decoded = all.toString(StandardCharsets.UTF_8);
    return json.spaceInFront() && decoded.startsWith(" ") ? decoded.substring(1) : decoded;
  }

  /**
   * The bytes of one token, for streaming and stop strings; a character may be spread over several
   * tokens. Empty for special tokens and for ids that the tokenizer does not use (models pad their
   * vocabulary).
   *
   * @throws IllegalArgumentException if the token is negative
   */
  public byte[] bytes(int token) {
    if (token < 0) {
      throw new IllegalArgumentException("token must be non-negative, but was " + token);
    }
    return token < bytes.length ? bytes[token].clone() : NO_BYTES;
  }

  /** The id of the added token with this content, {@code <|im_end|>} for example. */
  public OptionalInt specialToken(String content) {
    AddedToken token = json.added().get(content);
    return token == null ? OptionalInt.empty() : OptionalInt.of(token.id());
  }

  /** Whether a token is a control token, which has no text. */
  public boolean isSpecial(int token) {
    return token >= 0 && token < special.length && special[token];
  }

  /** The largest id in use plus one; the model's vocabulary may be larger. */
  public int size() {
    return bytes.length;
  }

  Map<String, AddedToken> addedTokens() {
    return json.added();
  }

  /** Frees the native memory. Idempotent. */
  @Override
  public void close() {
    continuation.close();
    text.close();
  }
}
