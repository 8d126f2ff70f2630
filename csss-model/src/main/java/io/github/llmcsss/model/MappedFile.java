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
 * A file mapped into memory, in windows, because a buffer of Java 21 holds less than 2 GiB. Windows
 * overlap, so that no block of values spans two. The mapping itself goes when the garbage collector
 * finds the buffers unused: Java 21 has no public way to undo it earlier.
 */
final class MappedFile {
  private static final long WINDOW = 1L << 30;
  private static final int OVERLAP = 1 << 20;

  private final Path path;
  private final long size;
  private final ByteBuffer[] windows;

  private MappedFile(Path path, long size, ByteBuffer[] windows) {
    this.path = path;
    this.size = size;
    this.windows = windows;
  }

  static MappedFile open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size <= OVERLAP) {
        // Mapping costs more than reading here.
        ByteBuffer copy = ByteBuffer.wrap(Files.readAllBytes(path));
        return new MappedFile(path, copy.limit(), new ByteBuffer[] {copy});
      }
      ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((size + WINDOW - 1) / WINDOW)];
      for (int i = 0; i < windows.length; i++) {
        long length = Math.min(WINDOW + OVERLAP, size - i * WINDOW);
        windows[i] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, i * WINDOW, length)
                .order(ByteOrder.LITTLE_ENDIAN);
      }
      return new MappedFile(path, size, windows);
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /**
   * A little-endian view of at most 1 MiB.
   *
   * @throws ModelFormatException if the file is shorter
   */
  ByteBuffer slice(long offset, int length, String field) {
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
    if (length == 0) {
      return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    int window = (int) (offset / WINDOW);
    int at = (int) (offset - window * WINDOW);
    return windows[window].slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The largest length that {@link #slice} takes anywhere in the file. */
  static int largestSlice() {
    return OVERLAP;
  }
}
