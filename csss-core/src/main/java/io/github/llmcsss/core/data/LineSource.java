package io.github.llmcsss.core.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a file, plain or gzip, one at a time in a buffer that is used again. Lines end at
 * {@code \n} alone: the texts contain U+0085 and U+2028, at which other readers break.
 */
final class LineSource implements Closeable {
  /** Longer lines are passed over: no product has one, and no hostile file may fill the memory. */
  static final int MAXIMUM_LINE_BYTES = 16 << 20;

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private int chunkStart;
  private int chunkEnd;
  private byte[] line = new byte[1 << 14];
  private int length;
  private boolean overlong;
  private long number;

  private LineSource(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Opens a file that must hold something. */
  static LineSource open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "must be a file, but is a directory");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
    try {
      LineSource source = new LineSource(file, unpack(raw));
      if (!source.fill()) {
        throw new FileSystemException(file.toString(), null, "must not be empty, but is");
      }
      return source;
    } catch (EOFException | ZipException e) {
      raw.close();
      throw damaged(file, 0, e);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream unpack(InputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return gzip ? new GZIPInputStream(raw, CHUNK) : raw;
  }

  private static IOException damaged(Path file, long number, IOException cause) {
    return new IOException(
        file
            + ":"
            + number
            + ": the gzip data after this line is cut off or damaged; fetch the file again",
        cause);
  }

  /** Goes to the next line; false at the end of the file. */
  boolean next() throws IOException {
    length = 0;
    overlong = false;
    if (!fill()) {
      return false;
    }
    boolean ended = false;
    while (!ended && fill()) {
      int end = chunkStart;
      while (end < chunkEnd && chunk[end] != '\n') {
        end++;
      }
      ended = end < chunkEnd;
      append(end);
      chunkStart = ended ? end + 1 : end;
    }
    number++;
    return true;
  }

  private void append(int end) {
    int count = end - chunkStart;
    if (overlong || count > MAXIMUM_LINE_BYTES - length) {
      overlong = true;
      return;
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(chunk, chunkStart, line, length, count);
    length += count;
  }

  private boolean fill() throws IOException {
    if (chunkStart < chunkEnd) {
      return true;
    }
    try {
      chunkStart = 0;
      chunkEnd = Math.max(0, in.readNBytes(chunk, 0, CHUNK));
      return chunkEnd > 0;
    } catch (EOFException | ZipException e) {
      throw damaged(file, number, e);
    }
  }

  /** The line without its end; valid up to {@link #length()} until the next call of next. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** The line was longer than {@link #MAXIMUM_LINE_BYTES} and is cut off. */
  boolean overlong() {
    return overlong;
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
