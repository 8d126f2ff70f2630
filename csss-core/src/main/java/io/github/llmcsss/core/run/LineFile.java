package io.github.llmcsss.core.run;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that only grows. Lines are collected until {@link #flush}; a failure is one
 * sentence with the file's name, and may leave a torn last line behind. Not thread-safe.
 */
final class LineFile implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

  private LineFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens a file behind its first bytes, which stay; what follows them is cut off. */
  static LineFile openAt(Path file, long position) throws IOException {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.truncate(position);
        channel.position(position);
        return new LineFile(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw RunFiles.explained("cannot write " + file, e);
    }
  }

  Path file() {
    return file;
  }

  void line(String text) {
    waiting.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    waiting.write('\n');
  }

  /** Gives the lines to the operating system: they survive the end of this process. */
  void flush() throws IOException {
    if (waiting.size() == 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(waiting.toByteArray());
    waiting.reset();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw RunFiles.explained("cannot write " + file, e);
    }
  }

  /** Puts the lines on the disk: they survive a power cut. */
  void force() throws IOException {
    flush();
    try {
      channel.force(false);
    } catch (IOException e) {
      throw RunFiles.explained("cannot put on disk " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } catch (IOException e) {
      throw RunFiles.explained("cannot write " + file, e);
    }
  }
}
