package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped into memory, in windows, because a buffer of Java 21 holds less than 2 GiB. The
 * mapping goes when the garbage collector finds the buffers unused: Java 21 has no public way to
 * undo it earlier. Bytes are copied out, never handed out in place: so a file that somebody cuts
 * off while it is mapped is an exception here, and no fault somewhere else. Thread-safe.
 */
final class MappedFile {
  private static final int WINDOW = 1 << 30;
  private static final int SMALL = 1 << 20;

  private final Path path;
  private final long size;
  private final int window;
  private final ByteBuffer[] windows;

  private MappedFile(Path path, long size, int window, ByteBuffer[] windows) {
    this.path = path;
    this.size = size;
    this.window = window;
    this.windows = windows;
  }

  static MappedFile open(Path path) throws IOException {
    return open(path, WINDOW);
  }

  /** With windows of another size; one that is smaller than a small file maps that, too. */
  static MappedFile open(Path path, int window) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size <= Math.min(SMALL, window)) {
        // Mapping costs more than reading here.
        ByteBuffer copy = ByteBuffer.wrap(Files.readAllBytes(path));
        return new MappedFile(path, copy.limit(), window, new ByteBuffer[] {copy});
      }
      ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((size + window - 1) / window)];
      for (int i = 0; i < windows.length; i++) {
        long start = (long) i * window;
        windows[i] =
            channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(window, size - start));
      }
      return new MappedFile(path, size, window, windows);
    }
  }

  Path path() {
    return path;
  }

  /** In bytes, when it was opened. */
  long size() {
    return size;
  }

  /**
   * Copies bytes to the front of an array.
   *
   * @param field what they are, for messages
   * @throws ModelFormatException if the file is shorter, or became shorter since it was opened
   */
  void read(long offset, byte[] target, int length, String field) {
    check(offset, length, field);
    try {
      for (int done = 0; done < length; ) {
        ByteBuffer from = windows[(int) ((offset + done) / window)];
        int at = (int) ((offset + done) % window);
        int part = Math.min(length - done, from.limit() - at);
        from.get(at, target, done, part);
        done += part;
      }
    } catch (InternalError e) {
      // What the JVM makes of an access to a mapped page that the file no longer has.
      throw new ModelFormatException(path, field + ": the file was cut off while it was open", e);
    }
  }

  /** A little-endian copy of some bytes; errors as {@link #read}. */
  ByteBuffer copy(long offset, int length, String field) {
    check(offset, length, field);
    byte[] bytes = new byte[length];
    read(offset, bytes, length, field);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void check(long offset, int length, String field) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new ModelFormatException(
          path,
          field
              + " needs "
              + length
              + " bytes at "
              + offset
              + ", but the file has "
              + size
              + "; it is cut off or broken, fetch it again");
    }
  }
}
