package io.github.llmcsss.core.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads the sessions of a run that were not finished, one after another. */
final class RejectionReader implements Iterator<Rejection>, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final boolean complete;
  private final @Nullable BufferedReader reader;
  private int line;
  private @Nullable Rejection next;

  /**
   * A file that is not there has none. Of a run that is not complete, the last line may be torn.
   */
  RejectionReader(Path file, boolean complete) throws IOException {
    this.file = file;
    this.complete = complete;
    this.reader = Files.exists(file) ? Files.newBufferedReader(file) : null;
  }

  @Override
  public boolean hasNext() {
    try {
      if (next == null && reader != null) {
        next = read(reader);
      }
      return next != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private @Nullable Rejection read(BufferedReader lines) throws IOException {
    String text = lines.readLine();
    if (text == null) {
      return null;
    }
    line++;
    try {
      return RejectionJson.read(MAPPER.readTree(text));
    } catch (IOException | IllegalArgumentException e) {
      if (!complete && lines.readLine() == null) {
        return null;
      }
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException(file + ":" + line + ": not a rejection: " + problem, e);
    }
  }

  @Override
  public Rejection next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Rejection rejection = next;
    next = null;
    return rejection;
  }

  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
