package io.github.llmcsss.eval.retrieval;

import com.google.common.base.CharMatcher;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Goes through the lines of a file of cells, without a text for what nobody asks for. */
final class CellReader implements Closeable {
  private static final int MOST_CELLS = 64;
  private static final CharMatcher DECIMAL = CharMatcher.anyOf("0123456789+-.eE");
  private static final Set<String> INFINITE =
      Set.of("inf", "infinity", "+inf", "+infinity", "-inf", "-infinity");

  private final LineReader lines;
  private final int[] starts = new int[MOST_CELLS];
  private final int[] ends = new int[MOST_CELLS];
  private int cells;
  private long found;
  private final String[] last = new String[MOST_CELLS];
  private final byte[][] lastBytes = new byte[MOST_CELLS][0];

  CellReader(Path file) throws IOException {
    this.lines = new LineReader(file);
  }

  /** Goes to the next line with cells; false if there is none. */
  boolean next() throws IOException {
    while (lines.next()) {
      split();
      if (cells > 0 && lines.bytes()[starts[0]] != '#') {
        found++;
        return true;
      }
    }
    return false;
  }

  private void split() throws IOException {
    byte[] line = lines.bytes();
    int length = lines.end();
    cells = 0;
    int at = lines.start();
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
          throw lines.fault("there are more than " + MOST_CELLS + " cells");
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
      throw lines.fault(
          "there must be " + least + " cells (" + names + "), but there are " + cells);
    }
  }

  /** The text of a cell of a column that mostly has the same text from line to line. */
  String repeated(int cell) throws IOException {
    byte[] line = lines.bytes();
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
    return lines.text(starts[cell], ends[cell], "cell " + (cell + 1));
  }

  int whole(int cell) throws IOException {
    String text = text(cell);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw lines.fault("cell " + (cell + 1) + " must be a whole number, but was \"" + text + "\"");
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
    throw lines.fault("cell " + (cell + 1) + " must be a number, but was \"" + text + "\"");
  }

  /** As {@link LineReader#checked}. */
  void checked(LineReader.Step step) throws IOException {
    lines.checked(step);
  }

  void requireLines(String what) throws IOException {
    if (found == 0) {
      throw lines.faultOfFile("there is no " + what + " in the file");
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
