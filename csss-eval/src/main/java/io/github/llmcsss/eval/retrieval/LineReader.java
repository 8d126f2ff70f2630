package io.github.llmcsss.eval.retrieval;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Goes through the lines of a file as bytes, and says which one has a fault. */
final class LineReader implements Closeable {
  private static final int LONGEST_LINE = 1 << 24;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int bufferAt;
  private int bufferEnd;
  private byte[] line = new byte[256];
  private int length;
  private long number;

  LineReader(Path file) throws IOException {
    this.file = file;
    this.in = Files.newInputStream(file);
  }

  /** Goes to the next line; false if there is none. */
  boolean next() throws IOException {
    length = 0;
    number++;
    while (true) {
      if (bufferAt == bufferEnd) {
        bufferEnd = Math.max(0, in.read(buffer));
        bufferAt = 0;
        if (bufferEnd == 0) {
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
      throw fault("the line must be at most " + LONGEST_LINE + " bytes");
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, start, line, length, count);
    length += count;
  }

  /** The bytes of the line and of longer ones before it; the same array until {@link #next}. */
  byte[] bytes() {
    return line;
  }

  /** Where the line begins in the bytes: behind a byte order mark. */
  int start() {
    boolean mark =
        number == 1
            && length >= BYTE_ORDER_MARK.length
            && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3);
    return mark ? BYTE_ORDER_MARK.length : 0;
  }

  /** Where the line ends in the bytes. */
  int end() {
    return length;
  }

  /** A part of the line; {@code what} is said of one that is not UTF-8. */
  String text(int start, int end, String what) throws IOException {
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
      throw fault(what + " is not UTF-8");
    }
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

  /** A fault of the line. */
  IOException fault(String problem) {
    return new IOException(file + ":" + number + ": " + problem);
  }

  /** A fault of the file as a whole. */
  IOException faultOfFile(String problem) {
    return new IOException(file + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
