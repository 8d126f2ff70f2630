package io.github.llmcsss.eval.retrieval;

import com.google.common.base.CharMatcher;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Goes through the lines of a file of cells, without a text for what nobody asks for. */
final class CellReader implements Closeable {
  private static final int MOST_CELLS = 64;
  private static final int LONGEST_LINE = 1 << 20;
  private static final CharMatcher DECIMAL = CharMatcher.anyOf("0123456789+-.eE");
  private static final Set<String> INFINITE =
      Set.of("inf", "infinity", "+inf", "+infinity", "-inf", "-infinity");
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int bufferAt;
  private int bufferEnd;
  private byte[] line = new byte[256];
  private int length;
  private final int[] starts = new int[MOST_CELLS];
  private final int[] ends = new int[MOST_CELLS];
  private int cells;
  private long number;
  private long found;
  private final String[] last = new String[MOST_CELLS];
  private final byte[][] lastBytes = new byte[MOST_CELLS][0];

  CellReader(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file));
  }

  /** Goes to the next line with cells; false if there is none. */
  boolean next() throws IOException {
    while (readLine()) {
      number++;
      int start = number == 1 && startsWithMark() ? BYTE_ORDER_MARK.length : 0;
      split(start);
      if (cells > 0 && line[starts[0]] != '#') {
        found++;
        return true;
      }
    }
    return false;
  }

  private boolean startsWithMark() {
    return length >= BYTE_ORDER_MARK.length
        && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
  }

  private boolean readLine() throws IOException {
    length = 0;
    while (true) {
      if (bufferAt == bufferEnd) {
        bufferEnd = in.read(buffer);
        bufferAt = 0;
        if (bufferEnd < 0) {
          bufferEnd = 0;
          return length > 0;
        }
      }
      int start = bufferAt;
      while (bufferAt < bufferEnd && buffer[bufferAt] != '\n') {
        bufferAt++;
      }
      append(start, bufferAt - start);
      if (bufferAt < bufferEnd) {
        bufferAt++;
        return true;
      }
    }
  }

  private void append(int start, int count) throws IOException {
    if (length + count > LONGEST_LINE) {
      number++;
      throw fault("the line must be at most " + LONGEST_LINE + " bytes");
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, start, line, length, count);
    length += count;
  }

  private void split(int from) throws IOException {
    cells = 0;
    int at = from;
    while (at < length) {
      while (at < length && isBlank(line[at])) {
        at++;
      }
      int start = at;
      while (at < length && !isBlank(line[at])) {
        at++;
      }
      if (at > start) {
        if (cells == MOST_CELLS) {
          throw fault("there are more than " + MOST_CELLS + " cells");
        }
        starts[cells] = start;
        ends[cells] = at;
        cells++;
      }
    }
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0x0b;
  }

  void require(int least, int most, String names) throws IOException {
    if (cells < least || cells > most) {
      throw fault("there must be " + least + " cells (" + names + "), but there are " + cells);
    }
  }

  /** The text of a cell of a column that mostly has the same text from line to line. */
  String repeated(int cell) throws IOException {
    byte[] before = lastBytes[cell];
    if (Arrays.equals(line, starts[cell], ends[cell], before, 0, before.length)) {
      return last[cell];
    }
    last[cell] = text(cell);
    lastBytes[cell] = Arrays.copyOfRange(line, starts[cell], ends[cell]);
    return last[cell];
  }

  /** The text of a cell. */
  String text(int cell) throws IOException {
    return decoded(cell, starts[cell], ends[cell]);
  }

  private String decoded(int cell, int start, int end) throws IOException {
    boolean ascii = true;
    for (int i = start; i < end; i++) {
      ascii &= line[i] >= 0;
    }
    if (ascii) {
      return new String(line, start, end - start, StandardCharsets.US_ASCII);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line, start, end - start);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw fault("cell " + (cell + 1) + " is not UTF-8");
    }
  }

  int whole(int cell) throws IOException {
    String text = text(cell);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw fault("cell " + (cell + 1) + " must be a whole number, but was \"" + text + "\"");
    }
  }

  double number(int cell) throws IOException {
    String text = text(cell);
    // Java takes 1.5f and 0x1p3 for numbers, too; and NaN.
    if (DECIMAL.matchesAllOf(text)) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        // Said below.
      }
    }
    if (INFINITE.contains(text.toLowerCase(Locale.ROOT))) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    throw fault("cell " + (cell + 1) + " must be a number, but was \"" + text + "\"");
  }

  /** Something that may refuse what a line says. */
  @FunctionalInterface
  interface Step {
    Object run() throws IOException;
  }

  /** Names file and line where a step refuses what the line says. */
  void checked(Step step) throws IOException {
    try {
      Object unused = step.run();
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  void requireLines(String what) throws IOException {
    if (found == 0) {
      throw new IOException(file + ": there is no " + what + " in the file");
    }
  }

  private IOException fault(String problem) {
    return new IOException(file + ":" + number + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
