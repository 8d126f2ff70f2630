package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.List;

/** Texts as Python splits them, which is what the reference tools do. */
final class PythonText {
  private PythonText() {}

  static boolean isSpace(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || (c >= 0x1c && c <= 0x1f)
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  /** The stretches between white space. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && !isSpace(text.charAt(at))) {
        at++;
      }
      if (at > start) {
        words.add(text.substring(start, at));
      }
      at++;
    }
    return words;
  }

  /** Without white space at the end. */
  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
