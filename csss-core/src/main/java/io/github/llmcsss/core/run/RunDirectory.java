package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    if (!exists(path)) {
      throw new IOException("the directory " + path + " holds no run: there is no " + RunFiles.RUN);
    }
    return new RunDirectory(path, Manifest.read(path));
  }

  /** Whether a directory holds a run. */
  public static boolean exists(Path path) {
    return Files.isRegularFile(path.resolve(RunFiles.RUN));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether the run went to its end: false while it runs, and after it failed or was stopped. */
  public boolean complete() {
    return Manifest.complete(run);
  }

  /** Why the run ended, in a word; empty while it is going, and after it was killed or failed. */
  public Optional<String> end() {
    return Optional.of(Manifest.end(run)).filter(end -> !end.isEmpty());
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
   * The finished sessions in their order, read lazily; of a run that is going on, or was killed,
   * those that are on disk by now. Documents come back with id, title and score; the need is also
   * that of the seed query. Close the stream. Lines that are no session end it with an {@link
   * java.io.UncheckedIOException}: {@code <file>:<line>: <problem>}; so does, at its end, a file
   * that was whole when the run was opened and has been changed since it was written.
   */
  public Stream<Session> sessions() throws IOException {
    return new LineRecords<>(
            RunFiles.parts(path),
            Manifest.sums(run),
            "session",
            SessionJson::read,
            RunFiles::isPartial)
        .stream();
  }

  /**
   * {@link #sessions()} with whole documents, as the assistant was shown them: a run keeps no more
   * than their ids and titles, from which prompts cannot be made again. The stream also ends with
   * an {@link java.io.UncheckedIOException} where a document is not in the catalogue, or has
   * another title there.
   *
   * @param catalogue in which the run searched; gone through once, and held in memory
   */
  public Stream<Session> sessions(Iterable<Document> catalogue) throws IOException {
    WholeDocuments documents = new WholeDocuments(path, catalogue);
    return sessions().map(documents::restore);
  }

  /**
   * The sessions that were not finished, in their order, read lazily as {@link #sessions()} are.
   * Close the stream. Lines that are no rejection end it with an {@link
   * java.io.UncheckedIOException}: {@code <file>:<line>: <problem>}.
   */
  public Stream<Rejection> rejections() throws IOException {
    Path file = path.resolve(RunFiles.REJECTED);
    return new LineRecords<>(
            Files.exists(file) ? List.of(file) : List.of(),
            Manifest.sums(run),
            "rejection",
            RejectionJson::read,
            any -> !complete())
        .stream();
  }

  /**
   * Finds what became of a session.
   *
   * @throws IOException if no session that is decided has this id, or a file cannot be read
   */
  public Verdict verdict(String sessionId) throws IOException {
    List<Path> files = new ArrayList<>(RunFiles.parts(path));
    Path rejected = path.resolve(RunFiles.REJECTED);
    if (Files.exists(rejected)) {
      files.add(rejected);
    }
    for (Path file : files) {
      try (LineCursor lines = new LineCursor(RunFiles.now(file))) {
        for (String line = lines.peek(); line != null; line = lines.peek()) {
          // Lines that do not even have the letters need not be parsed.
          Verdict verdict = line.contains(sessionId) ? VerdictJson.readOrNull(line) : null;
          if (verdict != null && verdict.id().equals(sessionId)) {
            return verdict;
          }
          lines.advance();
        }
      }
    }
    throw new IOException("the run in " + path + " has no session \"" + sessionId + "\"");
  }

  /**
   * Goes through a run that is complete, changing nothing.
   *
   * @param description as in {@link RunWriter#open}
   * @param ids as there
   * @param verdicts is told what became of the sessions, in the order of the plan
   * @return false, having told nothing, if the run is not complete or was made otherwise
   * @throws IOException if its files were changed
   */
  public boolean recount(
      Map<String, Object> description,
      LongFunction<@Nullable String> ids,
      Consumer<Verdict> verdicts)
      throws IOException {
    if (!complete() || !Manifest.differences(run, description, false).isEmpty()) {
      return false;
    }
    try (Recovery recovery = new Recovery(path, ids, Manifest.sums(run))) {
      recovery.run(verdicts);
    }
    return true;
  }

  /**
   * Refuses settings that did not make this run, but for where it ends.
   *
   * @param description as in {@link RunWriter#open}
   * @throws IOException if they differ, saying where
   */
  public void requireSameSettings(Map<String, Object> description) throws IOException {
    List<String> differences = Manifest.differences(run, description, true);
    if (!differences.isEmpty()) {
      throw new IOException(
          "the run in " + path + " was made otherwise: " + String.join("; ", differences));
    }
  }
}
