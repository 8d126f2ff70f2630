package io.github.llmcsss.core.internal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that are whole or not there: under another name first, then renamed. What was there
 * under the name stays until then.
 */
public final class WholeFile {
  /** What is added to a name while the file is written. */
  public static final String TEMPORARY = ".tmp";

  private WholeFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; whoever calls closes. */
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Writes a text file in UTF-8, where a character that has no encoding becomes a question mark.
   *
   * @throws IOException if it cannot be written, in one sentence with its name; or what {@code
   *     content} throws
   */
  public static void write(Path target, Content content) throws IOException {
    Path temporary = temporary(target);
    try {
      try (Writer out = open(temporary)) {
        content.writeTo(out);
      }
      rename(temporary, target);
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** The name next to a file under which it is written. */
  public static Path temporary(Path target) {
    return target.resolveSibling(target.getFileName() + TEMPORARY);
  }

  /** Gives a finished file or directory its name. */
  public static void rename(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw explained(target, e);
    }
  }

  /** Opens a text file in UTF-8; when it is closed, it is on the disk. */
  public static Writer open(Path file) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw explained(file, e);
    }
    Writer encoder =
        new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8);
    return new BufferedWriter(encoder) {
      @Override
      public void close() throws IOException {
        try (channel) {
          if (channel.isOpen()) {
            flush();
            channel.force(true);
          }
        }
      }
    };
  }

  /** Makes a directory, if it is not there, in one that is. */
  public static void makeDirectory(Path directory) throws IOException {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory);
      }
    } catch (FileSystemException e) {
      throw explained(directory, e);
    }
  }

  private static IOException explained(Path target, FileSystemException cause) {
    String reason = cause.getReason();
    return new IOException(
        "cannot write "
            + target
            + ": "
            + (reason == null ? cause.getClass().getSimpleName() : reason),
        cause);
  }
}
