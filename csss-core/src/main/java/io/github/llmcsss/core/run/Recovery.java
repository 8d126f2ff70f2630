package io.github.llmcsss.core.run;

import com.google.common.hash.Hashing;
import com.google.common.io.Closer;
import com.google.common.io.MoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far an earlier process came. Verdicts are written in the order of the plan, to the
 * part or to the rejections; so the plan says line by line what must come next in one of the two,
 * and the first place where neither has it is where the run goes on. What lies behind that place
 * was never acknowledged, and is cut off; unless it lies in a part that had been finished, which
 * means that somebody changed the files.
 */
final class Recovery implements Closeable {
  /**
   * Where a run goes on.
   *
   * @param next index of the first session without a verdict
   * @param partBytes what is good of the part in work
   * @param rejectedBytes what is good of the rejections
   */
  record Position(long next, long partBytes, long rejectedBytes) {}

  private final Path directory;
  private final LongFunction<@Nullable String> ids;
  private final Map<String, String> sums;
  private @Nullable LineCursor part;
  private @Nullable LineCursor rejected;

  /**
   * A recovery.
   *
   * @param ids of the planned sessions by index; null behind the last
   * @param sums SHA-256 of finished parts by file name, as far as they are recorded
   */
  Recovery(Path directory, LongFunction<@Nullable String> ids, Map<String, String> sums) {
    this.directory = directory;
    this.ids = ids;
    this.sums = sums;
  }

  /** Goes through all that is there, telling each verdict in the order of the plan. */
  Position run(Consumer<Verdict> recovered) throws IOException {
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      check(sum.getKey(), sum.getValue());
    }
    rejected = cursor(directory.resolve(RunFiles.REJECTED));
    long next = 0;
    for (String id = ids.apply(0); id != null; id = ids.apply(next)) {
      if (next % RunFiles.SESSIONS_A_PART == 0 && !nextPart(next)) {
        break;
      }
      Verdict verdict = take(part, id);
      if (verdict == null) {
        verdict = take(rejected, id);
      }
      if (verdict == null) {
        break;
      }
      recovered.accept(verdict);
      next++;
    }
    if (ids.apply(next) == null) {
      requireEnd(next);
    }
    requireNothingBehind(next);
    return new Position(
        next, part == null ? 0 : part.position(), rejected == null ? 0 : rejected.position());
  }

  /** False if the part before it was not finished, or this one is not begun. */
  private boolean nextPart(long next) throws IOException {
    Path finished = directory.resolve(RunFiles.part(next / RunFiles.SESSIONS_A_PART));
    Path partial = RunFiles.partial(finished);
    if (part != null) {
      boolean whole = !RunFiles.isPartial(part.file());
      if (whole && part.peek() != null) {
        throw changed(next);
      }
      if (!whole) {
        return false;
      }
      part.close();
      part = null;
    }
    part = cursor(Files.exists(finished) ? finished : partial);
    return part != null;
  }

  private static @Nullable LineCursor cursor(Path file) throws IOException {
    return Files.exists(file) ? new LineCursor(file) : null;
  }

  private static @Nullable Verdict take(@Nullable LineCursor cursor, String id) throws IOException {
    Verdict verdict = verdict(cursor);
    if (cursor == null || verdict == null || !verdict.id().equals(id)) {
      return null;
    }
    cursor.advance();
    return verdict;
  }

  private static @Nullable Verdict verdict(@Nullable LineCursor cursor) {
    return cursor == null || !cursor.isText() ? null : VerdictJson.readOrNull(cursor.peek());
  }

  /** The plan is at its end; what is decided beyond it would be lost. */
  private void requireEnd(long next) throws IOException {
    if (verdict(part) != null || verdict(rejected) != null) {
      throw new IOException(
          "the run in "
              + directory
              + " has decided more than the "
              + next
              + " sessions at which it would end now; give it a later end, or overwrite it");
    }
  }

  private void requireNothingBehind(long next) throws IOException {
    boolean leftInFinishedPart =
        part != null && part.peek() != null && !RunFiles.isPartial(part.file());
    long laterParts =
        RunFiles.parts(directory).stream()
            .filter(file -> RunFiles.number(file) > next / RunFiles.SESSIONS_A_PART)
            .count();
    if (leftInFinishedPart || laterParts > 0) {
      throw changed(next);
    }
  }

  private IOException changed(long next) {
    return new IOException(
        "session "
            + next
            + " ("
            + ids.apply(next)
            + ") stands neither at "
            + place(part, RunFiles.part(next / RunFiles.SESSIONS_A_PART))
            + " nor at "
            + place(rejected, RunFiles.REJECTED)
            + ", though later ones are there: the files were changed after they were written;"
            + " restore them, or overwrite the run");
  }

  private String place(@Nullable LineCursor cursor, String name) {
    return cursor == null ? directory.resolve(name) + ":1" : cursor.file() + ":" + cursor.number();
  }

  private void check(String name, String sum) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      // A run that is extended takes its last part into work again.
      if (Files.exists(RunFiles.partial(file))) {
        return;
      }
      throw new IOException("the file " + file + " is missing; restore it, or overwrite the run");
    }
    if (!sum(file).equals(sum)) {
      throw changed(file);
    }
  }

  /** The failure for a file that does not have its sum. */
  static IOException changed(Path file) {
    return new IOException(
        file
            + " was changed after it was written: its SHA-256 is not the one in "
            + RunFiles.RUN
            + "; restore it, or overwrite the run");
  }

  /** SHA-256 of a file in hexadecimal. */
  static String sum(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }

  @Override
  public void close() throws IOException {
    try (Closer closer = Closer.create()) {
      closer.register(part);
      closer.register(rejected);
    }
  }
}
