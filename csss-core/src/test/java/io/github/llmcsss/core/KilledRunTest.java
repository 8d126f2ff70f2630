package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process is killed at any moment, again and again, and started again with another number of
 * sessions in flight; in the end the directory has the bytes of a run that nobody killed.
 */
class KilledRunTest {
  /** Bytes of an id and its line end. */
  private static final long LINE = 25;

  @TempDir Path directory;

  @Test
  void aRunThatIsKilledFiveTimesIsTheSame() throws Exception {
    assertTrue(kills(1, 5) >= 5);
  }

  @Test
  @Tag("slow")
  void runsThatAreKilledAHundredTimesAreTheSame() throws Exception {
    int kills = 0;
    for (int run = 2; kills < 100; run++) {
      kills += kills(run, 20);
    }
  }

  @Test
  void aSecondProcessIsRefused() throws Exception {
    Path run = directory.resolve("run");
    Path output = directory.resolve("first.txt");
    Process first = start(run, 8, output);
    try {
      while (first.isAlive() && Files.size(output) < LINE) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      assertTrue(first.isAlive(), "the first ended before the second began");
      Path refusal = directory.resolve("second.txt");
      Process second = start(run, 8, refusal);
      assertTrue(second.waitFor(60, TimeUnit.SECONDS));
      assertEquals(2, second.exitValue());
      assertEquals(
          "another run is writing to the directory "
              + run
              + "; wait until it ends, or give another directory",
          Files.readString(refusal).strip());
      assertTrue(first.waitFor(120, TimeUnit.SECONDS));
      assertEquals(0, first.exitValue(), "the first was not disturbed");
    } finally {
      first.destroyForcibly();
    }
  }

  /** Returns how often the run could be killed before it was at its end. */
  private int kills(long seed, int wanted) throws Exception {
    Path whole = directory.resolve("whole");
    if (!Files.exists(whole)) {
      try (BabblingGenerator generator = new BabblingGenerator()) {
        assertEquals(RunEnd.COUNT, KilledRun.run(generator, whole, 16).end());
      }
    }
    Map<String, String> expected = SessionSynthesizerTest.contents(whole);
    Path run = directory.resolve("run " + seed + " \u00fc");
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> acknowledged = new HashSet<>();
    int kills = 0;
    // Each life is long enough to get a share of the sessions done, so that kills fall everywhere.
    int share = KilledRun.COUNT / (3 * wanted);
    while (kills < wanted && acknowledged.size() < KilledRun.COUNT - share) {
      lifeOf(run, random, random.nextInt(1, 2 * share), acknowledged);
      kills++;
      assertTrue(ids(run).containsAll(acknowledged), "acknowledged, but lost");
    }
    Process last = start(run, 8, directory.resolve("last.txt"));
    assertTrue(last.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, last.exitValue());
    assertEquals(expected, SessionSynthesizerTest.contents(run));
    return kills;
  }

  /** Kills the process when it has acknowledged some sessions, and a moment later. */
  private static void lifeOf(
      Path run, SplittableRandom random, int sessions, Set<String> acknowledged) throws Exception {
    Path output = Files.createTempFile(run.getParent(), "acknowledged", ".txt");
    Process process = start(run, random.nextInt(1, 40), output);
    while (process.isAlive() && Files.size(output) < sessions * LINE) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
    process.destroyForcibly();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    try (Stream<String> lines = Files.lines(output)) {
      // A torn last line is no id.
      lines.filter(line -> line.matches("[0-9a-f]{24}")).forEach(acknowledged::add);
    }
  }

  private static Set<String> ids(Path run) throws IOException {
    if (!Files.exists(run.resolve("run.json"))) {
      return Set.of();
    }
    try (Stream<Session> sessions = RunDirectory.open(run).sessions()) {
      return sessions.map(Session::id).collect(Collectors.toSet());
    }
  }

  private static Process start(Path run, int inFlight, Path output) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                run.toString(),
                Integer.toString(inFlight)))
        .redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
