package io.github.llmcsss.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run directory, in the order of the plan. Verdicts are on disk when {@link #commit}
 * returns, and a process that opens the directory after this one was killed goes on behind them.
 * Closed without {@link #finish}, it leaves a directory that says of itself that it is not
 * complete. Not thread-safe; whoever opens it closes it. Every failure is an {@link IOException}
 * whose message is one sentence with the file's name.
 */
public final class RunWriter implements AutoCloseable {
  /** The layout of the directory, for {@code run.json}. */
  public static final int FORMAT = Manifest.FORMAT;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path directory;
  private final Map<String, Object> description;
  private final Map<String, String> sums = new LinkedHashMap<>();
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final SortedMap<Long, Verdict> early;
  private final LineFile rejected;
  private final LineFile log;
  private final Journal journal;
  private @Nullable LineFile part;
  private long next;

  private RunWriter(
      Path directory,
      Map<String, Object> description,
      LongFunction<@Nullable String> ids,
      Recovery.Position position,
      RunLock lock)
      throws IOException {
    this.directory = directory;
    this.description = description;
    this.next = position.next();
    Path journalFile = directory.resolve(RunFiles.JOURNAL);
    this.early = Journal.read(journalFile, next, ids);
    open.push(lock);
    try {
      for (long number = 0; number < next / RunFiles.SESSIONS_A_PART; number++) {
        finishPart(directory.resolve(RunFiles.part(number)));
      }
      Manifest.write(directory, description, sums, false, Map.of());
      rejected = opened(directory.resolve(RunFiles.REJECTED), position.rejectedBytes());
      Path logFile = directory.resolve(RunFiles.LOG);
      log = opened(logFile, Files.exists(logFile) ? Files.size(logFile) : 0);
      journal = new Journal(journalFile, early);
      open.push(journal);
      if (next % RunFiles.SESSIONS_A_PART != 0) {
        Path finished = directory.resolve(RunFiles.part(next / RunFiles.SESSIONS_A_PART));
        if (Files.exists(finished)) {
          RunFiles.move(finished, RunFiles.partial(finished));
        }
        part = opened(RunFiles.partial(finished), position.partBytes());
      }
      RunFiles.forceDirectory(directory);
    } catch (IOException | RuntimeException e) {
      // The caller, who got no writer, closes nothing but the lock.
      open.removeLast();
      closeAll(open, e);
      throw e;
    }
  }

  /**
   * Opens a directory for a run, or for the rest of one.
   *
   * @param directory is made if it is not there; must otherwise be empty or hold a run
   * @param existing what is done with a run that is there
   * @param description what makes the run, in the order in which {@code run.json} shows it:
   *     strings, numbers, truth values, lists and maps of these; nothing that may differ between
   *     runs with the same sessions. {@code target} is where the run ends, and may differ in {@link
   *     ExistingRun#EXTEND}
   * @param ids of the planned sessions by index, from 0 on; null behind the last, and where those
   *     that were recovered bring the run to its end
   * @param recovered is told what an earlier process wrote, in the order of the plan
   * @throws IOException if the directory holds another run, or one that went further, or is in use,
   *     if its files were changed, or if it cannot be written
   */
  public static RunWriter open(
      Path directory,
      ExistingRun existing,
      Map<String, Object> description,
      LongFunction<@Nullable String> ids,
      Consumer<Verdict> recovered)
      throws IOException {
    RunFiles.make(directory);
    RunLock lock = RunLock.acquire(directory);
    try {
      Recovery.Position position = new Recovery.Position(0, 0, 0);
      boolean present = Files.exists(directory.resolve(RunFiles.RUN));
      if (present && existing == ExistingRun.OVERWRITE) {
        Manifest.writeOverwritten(directory);
      }
      JsonNode run = present ? Manifest.read(directory) : MissingNode.getInstance();
      if (Manifest.overwritten(run)) {
        RunFiles.deleteAllButManifest(directory);
      } else if (present) {
        requireSame(directory, run, description, existing);
        try (Recovery recovery = new Recovery(directory, ids, Manifest.sums(run))) {
          position = recovery.run(recovered);
        }
      }
      return new RunWriter(directory, description, ids, position, lock);
    } catch (IOException | RuntimeException e) {
      closeAll(new ArrayDeque<>(List.of(lock)), e);
      throw e;
    }
  }

  private static void requireSame(
      Path directory, JsonNode run, Map<String, Object> description, ExistingRun existing)
      throws IOException {
    boolean extend = existing == ExistingRun.EXTEND;
    List<String> differences = Manifest.differences(run, description, extend);
    if (differences.isEmpty()) {
      return;
    }
    boolean endAlone = Manifest.differences(run, description, true).isEmpty();
    throw new IOException(
        "the directory "
            + directory
            + " holds a run that was made otherwise: "
            + String.join("; ", differences.subList(0, Math.min(3, differences.size())))
            + "; give another directory, "
            + (endAlone ? "extend the run" : "the same settings")
            + ", or overwrite it");
  }

  /** Index of the first session without a verdict on disk. */
  public long next() {
    return next;
  }

  /** Verdicts of later sessions that an earlier process had already; by index. */
  public Map<Long, Verdict> early() {
    return Map.copyOf(early);
  }

  /** Keeps a verdict that came before its turn; may be lost in a power cut, as its turn comes. */
  public void early(long index, Verdict verdict) throws IOException {
    journal.add(index, verdict);
  }

  /** Writes the verdicts of the next sessions; they are on disk when this returns. */
  public void commit(List<Verdict> verdicts) throws IOException {
    for (Verdict verdict : verdicts) {
      LineFile target = partFor(next);
      (verdict instanceof Verdict.Finished ? target : rejected).line(VerdictJson.write(verdict));
      next++;
      if (next % RunFiles.SESSIONS_A_PART == 0) {
        rejected.force();
        completePart();
        Manifest.write(directory, description, sums, false, Map.of());
      }
    }
    if (part != null) {
      part.force();
    }
    rejected.force();
    journal.committed(next);
  }

  /** Writes a line of the log, where times and rates may stand. */
  public void log(Map<String, Object> event) throws IOException {
    log.line(MAPPER.writeValueAsString(event));
    log.flush();
  }

  /**
   * Ends the run.
   *
   * @param counts what became of the sessions
   * @param end why it ended, in a word
   * @param complete false if it was stopped early: the part in work then stays partial
   */
  public void finish(RunCounts counts, String end, boolean complete) throws IOException {
    log.force();
    if (complete) {
      completePart();
      sums.put(RunFiles.REJECTED, Recovery.sum(directory.resolve(RunFiles.REJECTED)));
      RunFiles.forceDirectory(directory);
      Files.deleteIfExists(directory.resolve(RunFiles.JOURNAL));
    }
    Manifest.write(directory, description, sums, complete, Manifest.ending(end, counts));
    RunFiles.forceDirectory(directory);
  }

  @Override
  public void close() throws IOException {
    IOException failure = new IOException("cannot close the run in " + directory);
    closeAll(open, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private LineFile opened(Path file, long position) throws IOException {
    LineFile lines = LineFile.openAt(file, position);
    open.push(lines);
    return lines;
  }

  private LineFile partFor(long index) throws IOException {
    LineFile current = part;
    if (current == null) {
      Path file = directory.resolve(RunFiles.part(index / RunFiles.SESSIONS_A_PART));
      current = opened(RunFiles.partial(file), 0);
      part = current;
      RunFiles.forceDirectory(directory);
    }
    return current;
  }

  private void completePart() throws IOException {
    LineFile done = part;
    if (done == null) {
      return;
    }
    part = null;
    open.remove(done);
    try (done) {
      done.force();
    }
    finishPart(RunFiles.finished(done.file()));
  }

  /** Renames a part that is whole, if a killed process did not, and records its sum. */
  private void finishPart(Path file) throws IOException {
    Path partial = RunFiles.partial(file);
    if (Files.exists(partial)) {
      RunFiles.move(partial, file);
      RunFiles.forceDirectory(directory);
    }
    sums.put(String.valueOf(file.getFileName()), Recovery.sum(file));
  }

  private static void closeAll(Deque<Closeable> open, Exception failure) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
