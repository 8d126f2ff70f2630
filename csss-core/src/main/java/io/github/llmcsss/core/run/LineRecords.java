package io.github.llmcsss.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of files of a run, one file after another, each line a record of JSON. At the end
 * of a file whose sum is known, that it is still what was written.
 */
final class LineRecords<T> implements Iterator<T>, AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Iterator<Path> files;
  private final Map<String, String> sums;
  private final String kind;
  private final Function<JsonNode, T> parser;
  private final Predicate<Path> mayBeTorn;
  private @Nullable HashingInputStream bytes;
  private @Nullable LineCursor lines;
  private @Nullable T next;

  /**
   * Opens nothing yet.
   *
   * @param sums SHA-256 of files by their name, as far as they are known
   * @param kind what a line is, for messages
   * @param parser throws an {@link IllegalArgumentException} where it is not
   * @param mayBeTorn whether the writer of a file may have been killed in its last line
   */
  LineRecords(
      List<Path> files,
      Map<String, String> sums,
      String kind,
      Function<JsonNode, T> parser,
      Predicate<Path> mayBeTorn) {
    this.files = files.iterator();
    this.sums = sums;
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
        if (lines == null) {
          if (!files.hasNext()) {
            return false;
          }
          lines = open(RunFiles.now(files.next()));
        }
        next = read(lines);
        if (next == null) {
          requireWhole(lines);
          close();
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private LineCursor open(Path file) throws IOException {
    HashingInputStream opened =
        new HashingInputStream(Hashing.sha256(), Files.newInputStream(file));
    bytes = opened;
    return new LineCursor(file, opened);
  }

  private @Nullable T read(LineCursor cursor) throws IOException {
    String text = cursor.peek();
    if (text == null) {
      return null;
    }
    String place = cursor.file() + ":" + cursor.number();
    boolean valid = cursor.isText();
    cursor.advance();
    try {
      if (!valid) {
        throw new IllegalArgumentException("it is not UTF-8");
      }
      return parser.apply(MAPPER.readTree(text));
    } catch (IOException | IllegalArgumentException e) {
      if (cursor.peek() == null && mayBeTorn.test(cursor.file())) {
        return null;
      }
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IOException(place + ": not a " + kind + ": " + problem, e);
    }
  }

  /** Nothing is lost in silence: a line without its end, or a line that somebody took away. */
  private void requireWhole(LineCursor cursor) throws IOException {
    Path file = cursor.file();
    if (cursor.torn() && !mayBeTorn.test(file)) {
      throw new IOException(
          file + ":" + cursor.number() + ": the line has no end: the file was cut; restore it");
    }
    String sum = sums.get(String.valueOf(file.getFileName()));
    if (sum != null && !sum.equals(Objects.requireNonNull(bytes).hash().toString())) {
      throw Recovery.changed(file);
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
    LineCursor open = lines;
    lines = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
