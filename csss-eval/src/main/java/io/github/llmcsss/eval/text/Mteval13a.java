package io.github.llmcsss.eval.text;

/**
 * Puts blanks around marks as {@code mteval-v13a} does, and {@code tercom} after it: four
 * replacements, one after the other, each of which goes on behind what it replaced. Written out,
 * because patterns take most of the time of a BLEU score.
 */
final class Mteval13a {
  private Mteval13a() {}

  /** With the escapes of XML read that the tools know. */
  static String unescaped(String text) {
    return text.indexOf('&') < 0
        ? text
        : text.replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
  }

  /** With blanks around points and commas that belong to no number, and around dashes after one. */
  static String points(String text) {
    return dashes(pointsBefore(pointsAfter(text)));
  }

  /** Around every mark of ASCII but points, commas, dashes and apostrophes. */
  static String marks(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isMark(c)) {
        out.append(' ').append(c).append(' ');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isMark(char c) {
    return (c >= '{' && c <= '~')
        || (c >= '[' && c <= '`')
        || (c >= ' ' && c <= '&')
        || (c >= '(' && c <= '+')
        || (c >= ':' && c <= '@')
        || c == '/';
  }

  /** Around points and commas behind anything but a digit. */
  private static StringBuilder pointsAfter(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      out.append(c);
      if (!isDigit(c) && at < text.length() && isPoint(text.charAt(at))) {
        out.append(' ').append(text.charAt(at++)).append(' ');
      }
    }
    return out;
  }

  /** Around points and commas before anything but a digit. */
  private static StringBuilder pointsBefore(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (isPoint(c) && at < text.length() && !isDigit(text.charAt(at))) {
        out.append(' ').append(c).append(' ').append(text.charAt(at++));
      } else {
        out.append(c);
      }
    }
    return out;
  }

  /** Around dashes behind a digit. */
  private static String dashes(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      out.append(c);
      if (isDigit(c) && at < text.length() && text.charAt(at) == '-') {
        out.append(' ').append(text.charAt(at++)).append(' ');
      }
    }
    return out.toString();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isPoint(char c) {
    return c == '.' || c == ',';
  }
}
