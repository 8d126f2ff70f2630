package io.github.llmcsss.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the records of a file one after the other, once. Not thread-safe; whoever opened it closes
 * it. Where the file cannot be read on, iterator and stream throw {@link UncheckedIOException}.
 *
 * @param <T> products or reviews
 */
public final class RecordReader<T> implements Iterator<T>, AutoCloseable {
  private final Path file;
  private final LineSource lines;
  private final LineMapper<T> mapper;
  private final boolean strict;
  private final Counts counts = new Counts();
  private final Deque<T> waiting = new ArrayDeque<>();

  private RecordReader(Path file, LineSource lines, LineMapper<T> mapper, boolean strict) {
    this.file = file;
    this.lines = lines;
    this.mapper = mapper;
    this.strict = strict;
  }

  static <T> RecordReader<T> open(Path file, LineMapper<T> mapper, boolean strict)
      throws IOException {
    return new RecordReader<>(file, LineSource.open(file), mapper, strict);
  }

  /** All records, and closes the file. */
  List<T> drain() throws IOException {
    try (this) {
      List<T> records = new ArrayList<>();
      forEachRemaining(records::add);
      return records;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  Counts counts() {
    return counts;
  }

  /** What came of the lines so far; of the whole file once there is no next record. */
  public ReadReport report() {
    return counts.report();
  }

  /** The records that are left, sequential and in the order of the file; closing it closes this. */
  public Stream<T> stream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, traits), false)
        .onClose(this::closeUnchecked);
  }

  @Override
  public boolean hasNext() {
    try {
      while (waiting.isEmpty() && lines.next()) {
        if (!LineParser.isBlank(lines.bytes(), lines.length())) {
          readLine();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !waiting.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return waiting.remove();
  }

  private void readLine() throws IOException {
    counts.lines++;
    try {
      if (lines.overlong()) {
        throw new LineException.Malformed(
            "longer than " + LineSource.MAXIMUM_LINE_BYTES + " bytes");
      }
      List<T> records = mapper.map(LineParser.parse(lines.bytes(), lines.length()), counts);
      counts.records += records.size();
      waiting.addAll(records);
    } catch (LineException.Unusable e) {
      counts.unusable++;
      counts.problem(place() + e.getMessage());
    } catch (LineException e) {
      if (strict) {
        throw new IOException(place() + e.getMessage());
      }
      counts.malformed++;
      counts.problem(place() + e.getMessage());
    }
  }

  /** What to say where no line of the file was of use. */
  IOException nothing(String kind) {
    String first = counts.report().problems().stream().findFirst().orElse("all are blank");
    return new IOException(
        file
            + " must hold at least one "
            + kind
            + ", but none of its "
            + lines.number()
            + " lines is one; first problem: "
            + first);
  }

  private String place() {
    return file + ":" + lines.number() + ": ";
  }

  private void closeUnchecked() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the file. Idempotent. */
  @Override
  public void close() throws IOException {
    lines.close();
  }
}
