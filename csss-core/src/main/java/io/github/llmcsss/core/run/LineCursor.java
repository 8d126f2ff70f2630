package io.github.llmcsss.core.run;

import com.google.common.base.Utf8;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the lines of a file, knowing how many bytes lie before each. A last line without its
 * end is not seen: its writer did not come to it.
 */
final class LineCursor implements Closeable {
  private final Path file;
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable String next;
  private boolean text = true;
  private long nextBytes;
  private long position;
  private long number = 1;

  LineCursor(Path file) throws IOException {
    this(file, Files.newInputStream(file));
  }

  /** Goes through the bytes of a file that somebody else opened; closes them. */
  LineCursor(Path file, InputStream bytes) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(bytes, 1 << 16);
    try {
      read();
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  /** The next line, null behind the last whole one. */
  @Nullable String peek() {
    return next;
  }

  /** Whether the next line is UTF-8: where it is not, {@link #peek} has other characters for it. */
  boolean isText() {
    return text;
  }

  /** Whether bytes without a line end lie behind the last whole line, where this stands now. */
  boolean torn() {
    return next == null && line.size() > 0;
  }

  /** How many bytes lie before the next line. */
  long position() {
    return position;
  }

  /** The number of the next line, from 1 on. */
  long number() {
    return number;
  }

  void advance() throws IOException {
    position += nextBytes;
    number++;
    read();
  }

  private void read() throws IOException {
    line.reset();
    next = null;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        byte[] bytes = line.toByteArray();
        text = Utf8.isWellFormed(bytes);
        next = new String(bytes, StandardCharsets.UTF_8);
        nextBytes = bytes.length + 1L;
        return;
      }
      line.write(c);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
