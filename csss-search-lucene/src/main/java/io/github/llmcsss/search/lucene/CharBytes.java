package io.github.llmcsss.search.lucene;

import java.util.Arrays;

/**
 * Strings as bytes, every UTF-16 unit by itself in one to three bytes (CESU-8). Unlike UTF-8 it
 * keeps unpaired surrogates, so that every string comes back equal, and bytes compared unsigned
 * have the order of {@link String#compareTo}.
 */
final class CharBytes {
  private CharBytes() {}

  static byte[] encode(String text) {
    byte[] bytes = new byte[Math.multiplyExact(3, text.length())];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        bytes[length++] = (byte) unit;
      } else if (unit < 0x800) {
        bytes[length++] = (byte) (0xC0 | (unit >> 6));
        bytes[length++] = (byte) (0x80 | (unit & 0x3F));
      } else {
        bytes[length++] = (byte) (0xE0 | (unit >> 12));
        bytes[length++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (unit & 0x3F));
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /**
   * The string of bytes that {@link #encode} made; anything else gives an IllegalArgumentException.
   */
  static String decode(byte[] bytes, int start, int length) {
    char[] units = new char[length];
    int count = 0;
    int end = start + length;
    int at = start;
    while (at < end) {
      int first = bytes[at] & 0xFF;
      int size = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
      if (at + size > end) {
        throw new IllegalArgumentException("text is cut off");
      }
      units[count++] =
          switch (size) {
            case 1 -> (char) first;
            case 2 -> (char) ((first & 0x1F) << 6 | (bytes[at + 1] & 0x3F));
            default ->
                (char)
                    ((first & 0x0F) << 12 | (bytes[at + 1] & 0x3F) << 6 | (bytes[at + 2] & 0x3F));
          };
      at += size;
    }
    return new String(units, 0, count);
  }
}
