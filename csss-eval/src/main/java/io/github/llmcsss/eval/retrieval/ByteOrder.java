package io.github.llmcsss.eval.retrieval;

import java.util.Comparator;

/** The order of texts by the bytes of their UTF-8, which is that of {@code strcmp} in C. */
final class ByteOrder {
  static final Comparator<String> OF_TEXTS = ByteOrder::compare;

  private ByteOrder() {}

  private static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for characters behind all others.
        boolean high = Character.isSurrogate(x);
        return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
