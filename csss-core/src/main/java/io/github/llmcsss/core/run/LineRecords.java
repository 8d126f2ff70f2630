package io.github.llmcsss.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the lines of files of a run, one file after another, each line a record of JSON. */
final class RecordReader<T> implements Iterator<T>, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Iterator<Path> files;
  private final String kind;
  private final Function<JsonNode, T> parser;
  private final Predicate<Path> mayBeTorn;
  private @Nullable Path file;
  private @Nullable BufferedReader reader;
  private int line;
  private @Nullable T next;

  /**
   * Opens nothing yet.
   *
   * @param kind what a line is, for messages
   * @param parser throws an {@link IllegalArgumentException} where it is not
   * @param mayBeTorn whether the writer of a file may have been killed in its last line
   */
  RecordReader(
      List<Path> files, String kind, Function<JsonNode, T> parser, Predicate<Path> mayBeTorn) {
    this.files = files.iterator();
    this.kind = kind;
    this.parser = parser;
    this.mayBeTorn = mayBeTorn;
  }

  /** The records, to be closed. */
  Stream<T> stream() {
    Spliterator<T> records =
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(records, false).onClose(this::close);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        if (reader == null) {
          if (!files.hasNext()) {
            return false;
          }
          file = files.next();
          reader = open(file);
          line = 0;
        }
        next = read(reader, Objects.requireNonNull(file));
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
  private static BufferedReader open(Path file) throws IOException {
    try {
      return Files.newBufferedReader(file);
    } catch (NoSuchFileException e) {
      String name = String.valueOf(file.getFileName());
      if (!name.endsWith(RunFiles.PARTIAL)) {
        throw e;
      }
      int end = name.length() - RunFiles.PARTIAL.length();
      return Files.newBufferedReader(file.resolveSibling(name.substring(0, end)));
    }
  }

  private @Nullable T read(BufferedReader lines, Path from) throws IOException {
    String text = lines.readLine();
    if (text == null) {
      return null;
    }
    line++;
    try {
      return parser.apply(MAPPER.readTree(text));
    } catch (IOException | IllegalArgumentException e) {
      boolean last = lines.readLine() == null;
      if (last && mayBeTorn.test(from)) {
        return null;
      }
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException(from + ":" + line + ": not a " + kind + ": " + problem, e);
    }
  }

  @Override
  public T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    T found = next;
    next = null;
    return found;
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
