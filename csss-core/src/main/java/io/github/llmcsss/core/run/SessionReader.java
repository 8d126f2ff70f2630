package io.github.llmcsss.core.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads the sessions of the parts of a run, one after another. */
final class SessionReader implements Iterator<Session>, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Iterator<Path> parts;
  private @Nullable Path file;
  private @Nullable BufferedReader reader;
  private int line;
  private @Nullable Session next;

  SessionReader(List<Path> parts) {
    this.parts = parts.iterator();
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        if (reader == null) {
          if (!parts.hasNext()) {
            return false;
          }
          file = parts.next();
          reader = open(file);
          line = 0;
        }
        next = read(reader, String.valueOf(file));
        if (next == null) {
          reader.close();
          reader = null;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** A part in work may have been finished, and so renamed, since it was listed. */
  private static BufferedReader open(Path part) throws IOException {
    try {
      return Files.newBufferedReader(part);
    } catch (NoSuchFileException e) {
      String name = String.valueOf(part.getFileName());
      if (!name.endsWith(RunFiles.PARTIAL)) {
        throw e;
      }
      int end = name.length() - RunFiles.PARTIAL.length();
      return Files.newBufferedReader(part.resolveSibling(name.substring(0, end)));
    }
  }

  private @Nullable Session read(BufferedReader lines, String name) throws IOException {
    String text = lines.readLine();
    if (text == null) {
      return null;
    }
    line++;
    try {
      return SessionJson.read(MAPPER.readTree(text));
    } catch (IOException | IllegalArgumentException e) {
      boolean last = lines.readLine() == null;
      if (last && name.endsWith(RunFiles.PARTIAL)) {
        return null; // the run was killed while it wrote this line
      }
      throw new IOException(name + ":" + line + ": not a session: " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public Session next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Session session = next;
    next = null;
    return session;
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
