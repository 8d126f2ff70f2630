package io.github.llmcsss.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the text of a vocabulary entry stands for bytes. */
enum TokenBytes {
  /** Every character stands for one byte, by the table of GPT-2. */
  BYTE_LEVEL {
    @Override
    byte[] of(String piece) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(piece.length());
      for (int i = 0; i < piece.length(); i++) {
        int value = piece.charAt(i) < BYTES.length ? BYTES[piece.charAt(i)] : -1;
        if (value < 0) {
          return piece.getBytes(StandardCharsets.UTF_8);
        }
        bytes.write(value);
      }
      return bytes.toByteArray();
    }
  },
  /** UTF-8 with U+2581 for a space; {@code <0xAB>} is the byte AB. */
  SENTENCE_PIECE {
    @Override
    byte[] of(String piece) {
      if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
        int high = Character.digit(piece.charAt(3), 16);
        int low = Character.digit(piece.charAt(4), 16);
        if (high >= 0 && low >= 0) {
          return new byte[] {(byte) (16 * high + low)};
        }
      }
      return piece.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }
  };

  private static final int[] BYTES = byteOfCharacter();

  abstract byte[] of(String piece);

  /** Printable bytes stand for themselves, the others for U+0100 and following, in order. */
  private static int[] byteOfCharacter() {
    int[] table = new int[0x100 + 68];
    Arrays.fill(table, -1);
    int next = 0x100;
    for (int b = 0; b < 0x100; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      table[printable ? b : next++] = b;
    }
    return table;
  }
}
