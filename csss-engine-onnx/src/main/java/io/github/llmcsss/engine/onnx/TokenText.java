package io.github.llmcsss.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Text that arrives as the bytes of tokens: characters may be split between tokens, and stop
 * strings may span them. Broken UTF-8 becomes U+FFFD. Not thread-safe.
 */
final class TokenText {
  private final List<String> stopStrings;
  private final int longestStop;
  private final StringBuilder text = new StringBuilder();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** Bytes of a character whose end has not come yet. */
  private ByteBuffer pending = ByteBuffer.allocate(0);

  private boolean stopped;

  TokenText(List<String> stopStrings) {
    this.stopStrings = stopStrings;
    this.longestStop = stopStrings.stream().mapToInt(String::length).max().orElse(0);
  }

  /**
   * Appends the bytes of a token.
   *
   * @return whether a stop string is there; the text ends before it, and nothing more is appended
   */
  boolean append(byte[] bytes) {
    decode(bytes, false);
    return stopped;
  }

  /** The whole text; to be called once, at the end. */
  String finish() {
    if (!stopped) {
      decode(new byte[0], true);
    }
    return text.toString();
  }

  private void decode(byte[] bytes, boolean end) {
    ByteBuffer input =
        ByteBuffer.allocate(pending.remaining() + bytes.length).put(pending).put(bytes).flip();
    CharBuffer output = CharBuffer.allocate(input.remaining() + 1);
    decoder.decode(input, output, end);
    if (end) {
      decoder.flush(output);
    }
    pending = input;
    int before = text.length();
    text.append(output.flip());
    cutAtStop(Math.max(0, before - longestStop + 1));
  }

  private void cutAtStop(int from) {
    int first = -1;
    for (String stop : stopStrings) {
      int found = text.indexOf(stop, from);
      if (found >= 0 && (first < 0 || found < first)) {
        first = found;
      }
    }
    if (first >= 0) {
      text.setLength(first);
      stopped = true;
    }
  }
}
