package io.github.llmcsss.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk fails at every single operation of a run in turn, and the power is cut besides: what was
 * acknowledged is there, and the same call goes on to the same bytes.
 */
class FailingDiskTest {
  private static final int SESSIONS = 1030;
  private static final int AT_ONCE = 260;

  @TempDir Path directory;

  @Test
  void whereverTheDiskFailsTheSameCallGoesOn() throws IOException {
    everyFault(false);
  }

  @Test
  void whereverThePowerIsCutWhatWasAcknowledgedIsThere() throws IOException {
    everyFault(true);
  }

  @Test
  void whatIsReadOnlyIsSaidOrOnlyRead() throws IOException {
    Path absent = new FaultyFileSystem(Faults.readOnly()).faulty(directory.resolve("absent"));
    assertEquals("cannot make the directory " + absent + ": access is denied", refusal(absent));
    assertFalse(Files.exists(directory.resolve("absent")));

    Path plain = directory.resolve("run");
    Outcome unused = run(plain, new Faults(30, new SplittableRandom(1)));
    Path stopped = new FaultyFileSystem(Faults.readOnly()).faulty(plain);
    assertEquals(
        "cannot write " + stopped.resolve(RunFiles.LOCK) + ": access is denied", refusal(stopped));

    Outcome unusedToo = run(plain, new Faults(Long.MAX_VALUE, new SplittableRandom(1)));
    Path complete = new FaultyFileSystem(Faults.readOnly()).faulty(plain);
    List<Verdict> verdicts = new ArrayList<>();
    RunDirectory run = RunDirectory.open(complete);
    assertTrue(run.recount(Map.of("seed", 5), i -> i < SESSIONS ? "id" + i : null, verdicts::add));
    assertEquals(SESSIONS, verdicts.size());
    try (Stream<Session> sessions = run.sessions()) {
      assertEquals(finished(SESSIONS), sessions.count());
    }
  }

  private static String refusal(Path run) {
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                RunWriter.open(run, ExistingRun.CONTINUE, Map.of("seed", 5), i -> "id" + i, v -> {})
                    .close());
    return String.valueOf(e.getMessage());
  }

  private void everyFault(boolean powerCut) throws IOException {
    Faults none = new Faults(Long.MAX_VALUE, new SplittableRandom(1));
    Map<String, String> whole = new TreeMap<>();
    assertEquals(new Outcome(SESSIONS, true), run(directory.resolve("whole"), none));
    whole.putAll(contents(directory.resolve("whole")));
    assertTrue(none.operations() > 40, () -> none.operations() + " operations");
    Set<String> kinds = new HashSet<>();
    for (long failAt = 0; failAt < none.operations(); failAt++) {
      Path run = directory.resolve("run-" + failAt);
      Faults faults = new Faults(failAt, new SplittableRandom(1)); // the same short writes
      Outcome outcome = run(run, faults);
      kinds.add(faults.failed().split(" ", 2)[0]);
      String where = "failed at " + failAt + ", " + faults.failed();
      assertFalse(outcome.ended(), where);
      if (Files.exists(run)) {
        if (powerCut) {
          faults.cutPower(run);
        }
        assertFalse(looksWhole(run) && !whole.equals(contents(run)), where);
        assertAcknowledged(run, outcome.acknowledged(), where);
      }
      assertEquals(
          new Outcome(SESSIONS, true),
          run(run, new Faults(Long.MAX_VALUE, new SplittableRandom(2))),
          where);
      assertEquals(whole, contents(run), where);
    }
    assertEquals(Set.of("make", "open", "truncate", "write", "force", "rename", "delete"), kinds);
  }

  private static boolean looksWhole(Path run) throws IOException {
    return Files.exists(run.resolve(RunFiles.RUN))
        && Files.size(run.resolve(RunFiles.RUN)) > 0
        && RunDirectory.open(run).complete();
  }

  /** How many verdicts were acknowledged, and whether the run came to its end. */
  private record Outcome(long acknowledged, boolean ended) {}

  /** Writes the run, or the rest of it. */
  private static Outcome run(Path plain, Faults faults) throws IOException {
    Path run = new FaultyFileSystem(faults).faulty(plain);
    List<Verdict> recovered = new ArrayList<>();
    long acknowledged = 0;
    try (RunWriter writer =
        RunWriter.open(
            run, ExistingRun.CONTINUE, Map.of("seed", 5), i -> "id" + i, recovered::add)) {
      assertEquals(
          LongStream.range(0, writer.next()).mapToObj(FailingDiskTest::verdict).toList(),
          recovered);
      writer.log(Map.of("event", "started"));
      acknowledged = writer.next();
      while (writer.next() < SESSIONS) {
        writer.early(writer.next() + 1, verdict(writer.next() + 1));
        long end = Math.min(SESSIONS, writer.next() + AT_ONCE);
        writer.commit(
            LongStream.range(writer.next(), end).mapToObj(FailingDiskTest::verdict).toList());
        acknowledged = writer.next();
      }
      writer.finish(new RunTally().counts(), "SESSIONS", true);
      return new Outcome(writer.next(), true);
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("No space left on device"), e.toString());
      return new Outcome(acknowledged, false);
    }
  }

  private static void assertAcknowledged(Path run, long acknowledged, String where)
      throws IOException {
    if (acknowledged == 0) {
      return;
    }
    RunDirectory directory = RunDirectory.open(run);
    try (Stream<Session> sessions = directory.sessions();
        Stream<Rejection> rejections = directory.rejections()) {
      assertTrue(sessions.count() >= finished(acknowledged), where);
      assertTrue(rejections.count() >= acknowledged - finished(acknowledged), where);
    }
  }

  private static long finished(long verdicts) {
    return LongStream.range(0, verdicts).filter(i -> i % 3 != 1).count();
  }

  private static Verdict verdict(long index) {
    String id = "id" + index;
    Verdict.Tokens tokens = new Verdict.Tokens(index, 1);
    if (index % 3 == 1) {
      return new Verdict.Unfinished(
          new Rejection(
              id, SeedQuery.of("lamp"), 0, 0, index % 4 == 3, "search", "dead-end", "", List.of()),
          tokens);
    }
    Turn turn = new Turn("lamp number " + index, Optional.empty());
    return new Verdict.Finished(
        new Session(
            id, SeedQuery.of("lamp"), 0, Optional.empty(), List.of(turn), EndReason.FAREWELL),
        tokens);
  }

  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(file -> !file.endsWith("log.jsonl")).toList()) {
        contents.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return contents;
  }
}
