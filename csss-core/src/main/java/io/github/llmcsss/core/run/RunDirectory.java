package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A run on disk, for reading; thread-safe, and nothing to close but the streams. */
public final class RunDirectory {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private final JsonNode run;

  private RunDirectory(Path path, JsonNode run) {
    this.path = path;
    this.run = run;
  }

  /**
   * Opens a run, complete or not.
   *
   * @throws IOException if the directory holds no run, or its {@code run.json} cannot be read
   */
  public static RunDirectory open(Path path) throws IOException {
    Path file = path.resolve(RunFiles.RUN);
    if (!Files.isRegularFile(file)) {
      throw new IOException("the directory " + path + " holds no run: there is no " + RunFiles.RUN);
    }
    try {
      JsonNode run = MAPPER.readTree(Files.readString(file));
      if (!run.path("complete").isBoolean()) {
        throw new IOException(file + ":1: the field \"complete\" is missing");
      }
      return new RunDirectory(path, run);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IOException(file + ":" + line + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether the run went to its end: false while it runs, and after it failed or was stopped. */
  public boolean complete() {
    return run.path("complete").asBoolean();
  }

  /**
   * What became of the sessions; empty while the run is going, and after it failed.
   *
   * @throws IOException if the counts in {@code run.json} are not what they should be
   */
  public Optional<RunCounts> counts() throws IOException {
    JsonNode counts = run.get("counts");
    if (counts == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.treeToValue(counts, RunCounts.class));
    } catch (JsonProcessingException e) {
      throw new IOException(path.resolve(RunFiles.RUN) + ": counts: " + e.getOriginalMessage(), e);
    }
  }

  /** The text of {@code run.json}: what made the run, and its counts. */
  public String description() {
    return run.toPrettyString();
  }

  /**
   * The finished sessions in their order, read lazily; of an incomplete run those that are there.
   * Documents come back with id, title and score; the need is also that of the seed query. Close
   * the stream. Lines that are no session end it with an {@link java.io.UncheckedIOException}:
   * {@code <file>:<line>: <problem>}.
   */
  public Stream<Session> sessions() throws IOException {
    SessionReader reader = new SessionReader(RunFiles.parts(path));
    Spliterator<Session> sessions =
        Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(sessions, false).onClose(reader::close);
  }
}
