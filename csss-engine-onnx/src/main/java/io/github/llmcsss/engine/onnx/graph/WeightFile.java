package io.github.llmcsss.engine.onnx.graph;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file beside a model that holds its weights: ONNX Runtime maps it into memory, so that weights
 * are neither copied nor limited to the 2 GiB of a model file. Written from front to back. Not
 * thread-safe; whoever opens it closes it.
 */
final class WeightFile implements Closeable {
  /** Tensors start at multiples of a memory page. */
  private static final long ALIGNMENT = 4096;

  private final String name;
  private final FileChannel channel;
  private final boolean written;
  private long end;

  private WeightFile(String name, FileChannel channel, boolean written) {
    this.name = name;
    this.channel = channel;
    this.written = written;
  }

  static WeightFile create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new WeightFile(file.getFileName().toString(), channel, false);
  }

  /** A file with these very weights, for another model beside it: nothing is written. */
  static WeightFile written(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new WeightFile(file.getFileName().toString(), channel, true);
  }

  /** The file's name, relative to the model beside it. */
  String name() {
    return name;
  }

  /** Where the next tensor starts. */
  long startTensor() {
    end = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return end;
  }

  /** Whether the bytes are there already. */
  boolean isWritten() {
    return written;
  }

  /** Goes past bytes that are there already. */
  void skip(long bytes) {
    end += bytes;
  }

  /** Appends a buffer's remaining bytes. */
  void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
  }

  long end() {
    return end;
  }

  /**
   * Makes sure that the bytes are on disk before the file gets the name under which it is found.
   */
  void force() throws IOException {
    if (!written) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
