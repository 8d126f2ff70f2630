package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Session;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Texts and ids for formats of fields between blanks, which have no escapes of their own. */
final class PlainText {
  private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}\\p{Z}<>]+");

  private PlainText() {}

  /**
   * An id without blanks: white space, control characters, quotation marks and the per cent sign
   * become {@code %20} and the like, so that different ids stay different.
   */
  static String id(String id) {
    StringBuilder out = new StringBuilder();
    id.codePoints()
        .forEach(c -> {
          if (isSafe(c)) {
            out.appendCodePoint(c);
          } else {
            byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
            for (byte b : bytes) {
              out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
          }
        });
    return out.toString();
  }

  /** The id of a turn: that of the session, and the turn's number from 1. */
  static String turnId(Session session, int turn) {
    return id(session.id()) + "_" + (turn + 1);
  }

  /**
   * A text on one line that cannot be taken for markup: white space, control characters and angle
   * brackets become one blank.
   */
  static String line(String text) {
    return GAP.matcher(text).replaceAll(" ").strip();
  }

  private static boolean isSafe(int c) {
    return !Character.isWhitespace(c)
        && !Character.isSpaceChar(c)
        && !Character.isISOControl(c)
        && c != '%'
        && c != '"';
  }
}
