package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.ExistingRun;
import io.github.llmcsss.core.run.Rejection;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.run.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was cut goes on, ends where it was told, and can be made again session by session. */
class ResumeTest {
  private static final int SESSIONS = 60;

  @TempDir Path directory;

  /** A third of the sessions are rejected, by what their texts are alone. */
  private static Generation sometimesEmpty(Generation written) {
    return written.text().contains("teal") || written.text().contains("pink")
        ? BabblingGenerator.generation("", FinishReason.END_OF_TURN, 1)
        : written;
  }

  private static SynthesizerBuilder builder(BabblingGenerator generator) {
    return SessionSynthesizer.builder()
        .generator(generator)
        .searchEnvironment(TestShop.search())
        .retries(0)
        .seed(3);
  }

  private static SynthesisReport run(Path run, Consumer<SynthesizerBuilder> more)
      throws IOException {
    try (BabblingGenerator generator = new BabblingGenerator(ResumeTest::sometimesEmpty)) {
      SynthesizerBuilder builder = builder(generator);
      more.accept(builder);
      return builder.build().synthesize(TestShop.seeds(SESSIONS), run);
    }
  }

  @Property(tries = 25)
  void aRunThatFailsAnywhereGoesOnToTheSameBytes(
      @ForAll @IntRange(min = 1, max = 80) int request,
      @ForAll @IntRange(min = 1, max = 40) int inFlight)
      throws IOException {
    Path whole = Files.createTempDirectory("resume");
    run(whole, b -> {});
    Path cut = Files.createTempDirectory("resume");
    AtomicInteger requests = new AtomicInteger();
    try (BabblingGenerator failing =
        new BabblingGenerator(written -> {
          if (requests.incrementAndGet() == request) {
            throw new IllegalStateException("the device is gone");
          }
          return sometimesEmpty(written);
        })) {
      SessionSynthesizer synthesizer = builder(failing).sessionsInFlight(inFlight).build();
      assertThrows(
          SynthesisException.class, () -> synthesizer.synthesize(TestShop.seeds(SESSIONS), cut));
    }
    assertFalse(RunDirectory.open(cut).complete());
    SynthesisReport report = run(cut, b -> b.sessionsInFlight(1 + request % 9));
    assertEquals(SessionSynthesizerTest.contents(whole), SessionSynthesizerTest.contents(cut));
    assertEquals(RunEnd.SESSIONS, report.end());
    assertTrue(report.recovered().asked() < SESSIONS);
    assertEquals(SESSIONS, report.counts().asked());
  }

  @Test
  void sessionsThatFinishedEarlyAreNotMadeAgain() throws IOException {
    CountDownLatch othersAreAhead = new CountDownLatch(20);
    Path run = directory.resolve("run");
    // The first session never gets its first answer; the others in the window are all made.
    try (BabblingGenerator generator = new BabblingGenerator()) {
      SessionSynthesizer synthesizer =
          builder(generator)
              .sessionsInFlight(4)
              .reward(input -> {
                if (input.seed().text().equals(TestShop.seeds(1).getFirst().text())) {
                  await(othersAreAhead);
                  throw new IllegalStateException("late");
                }
                othersAreAhead.countDown();
                return 0.5;
              })
              .turns(TurnPolicy.exactly(4))
              .build();
      assertThrows(
          SynthesisException.class, () -> synthesizer.synthesize(TestShop.seeds(SESSIONS), run));
    }
    assertTrue(Files.size(run.resolve("early.journal")) > 1000);
    int fresh = requests(directory.resolve("fresh"));
    assertTrue(requests(run) <= fresh - 20, "what was made is not made again");
    assertEquals(
        SessionSynthesizerTest.contents(directory.resolve("fresh")),
        SessionSynthesizerTest.contents(run));
  }

  /** How many requests a run takes from here to its end. */
  private static int requests(Path run) throws IOException {
    try (BabblingGenerator generator = new BabblingGenerator()) {
      SynthesisReport unused =
          builder(generator)
              .reward(input -> 0.5)
              .turns(TurnPolicy.exactly(4))
              .build()
              .synthesize(TestShop.seeds(SESSIONS), run);
      return generator.requests.get();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRunThatIsCompleteIsLeftAsItIs() throws IOException {
    Path run = directory.resolve("run");
    SynthesisReport first = run(run, b -> {});
    Map<String, String> bytes = SessionSynthesizerTest.contents(run);
    String log = Files.readString(run.resolve("log.jsonl"));
    FileTime written = Files.getLastModifiedTime(run.resolve("run.json"));
    AtomicInteger requests = new AtomicInteger();
    SynthesisReport again =
        run(
            run,
            b ->
                b.listener(
                    new SynthesisListener() {
                      @Override
                      public void turn(SynthesisProgress progress) {
                        requests.incrementAndGet();
                      }
                    }));
    assertEquals(0, requests.get());
    assertEquals(first.counts(), again.counts());
    assertEquals(first.counts(), again.recovered());
    assertEquals(0, again.sessionsPerMinute());
    assertEquals(bytes, SessionSynthesizerTest.contents(run));
    assertEquals(log, Files.readString(run.resolve("log.jsonl")));
    assertEquals(written, Files.getLastModifiedTime(run.resolve("run.json")));
  }

  @Test
  void aCompleteRunThatWasEditedIsRefused() throws IOException {
    Path run = directory.resolve("run");
    run(run, b -> {});
    Path rejected = run.resolve("rejected.jsonl");
    Files.writeString(rejected, Files.readString(rejected).replaceFirst("empty", "dreary"));
    IOException e = assertThrows(IOException.class, () -> run(run, b -> {}));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(rejected + " was changed after it was written"),
        e.getMessage());
  }

  @Test
  void anEndBeforeWhatIsDecidedIsRefused() throws IOException {
    Path run = directory.resolve("run");
    int fewer = Math.toIntExact(run(run, b -> {}).counts().finished()) - 1;
    Map<String, String> bytes = SessionSynthesizerTest.contents(run);
    String message =
        "the run in "
            + run
            + " has decided more than the %d sessions at which it would end now; give it a later"
            + " end, or overwrite it";
    for (int sessions : new int[] {1, 30, SESSIONS - 1}) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> run(run, b -> b.sessions(sessions).existingRun(ExistingRun.EXTEND)));
      assertEquals(message.formatted(sessions), e.getMessage());
    }
    assertThrows(
        IOException.class, () -> run(run, b -> b.count(fewer).existingRun(ExistingRun.EXTEND)));
    assertThrows(
        IOException.class, () -> run(run, b -> b.tokenBudget(100).existingRun(ExistingRun.EXTEND)));
    assertEquals(bytes, SessionSynthesizerTest.contents(run));
  }

  @Test
  void aRunInWorkMayBeGivenAnEarlierEndThatIsStillAhead() throws IOException {
    Path run = directory.resolve("run");
    AtomicInteger requests = new AtomicInteger();
    try (BabblingGenerator failing =
        new BabblingGenerator(written -> {
          if (requests.incrementAndGet() == 40) {
            throw new IllegalStateException("the device is gone");
          }
          return sometimesEmpty(written);
        })) {
      SessionSynthesizer synthesizer = builder(failing).sessionsInFlight(2).build();
      assertThrows(
          SynthesisException.class, () -> synthesizer.synthesize(TestShop.seeds(SESSIONS), run));
    }
    run(run, b -> b.sessions(30).existingRun(ExistingRun.EXTEND));
    Path whole = directory.resolve("whole");
    run(whole, b -> b.sessions(30));
    assertEquals(SessionSynthesizerTest.contents(whole), SessionSynthesizerTest.contents(run));
  }

  @Test
  void anotherModelIndexOrLibraryIsRefusedByName() throws IOException {
    Path run = directory.resolve("run");
    run(run, b -> {});
    Provenance model = new Provenance("OnnxGenerator", Map.of("weights.sha256", "b179"));
    try (BabblingGenerator other =
        new BabblingGenerator() {
          @Override
          public Provenance provenance() {
            return model;
          }
        }) {
      assertRefused(run, b -> b.generator(other), "generator.name is \"OnnxGenerator\", but was");
    }
    SearchEnvironment index =
        new SearchEnvironment() {
          @Override
          public SearchResult search(SearchRequest request) {
            return TestShop.search(request);
          }

          @Override
          public Provenance provenance() {
            return new Provenance("lambda", Map.of("index.fingerprint", "c0ffee"));
          }
        };
    assertRefused(
        run,
        b -> b.searchEnvironment(index),
        "searchEnvironment.facts.index.fingerprint is \"c0ffee\", but was absent");
    Path manifest = run.resolve("run.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replaceFirst("(\"libraryVersion\": )\"[^\"]*\"", "$1\"0.0.1\""));
    assertRefused(run, b -> {}, "but was \"0.0.1\"; give another directory");
  }

  private static void assertRefused(Path run, Consumer<SynthesizerBuilder> other, String reason) {
    String message =
        String.valueOf(assertThrows(IOException.class, () -> run(run, other)).getMessage());
    assertTrue(message.contains(reason), message);
  }

  @Test
  void otherSettingsAreRefusedByName() throws IOException {
    Path run = directory.resolve("run");
    run(run, b -> {});
    assertEquals(
        "the directory "
            + run
            + " holds a run that was made otherwise: settings.documentsPerTurn is 2, but was 3;"
            + " give another directory, the same settings, or overwrite it",
        assertThrows(IOException.class, () -> run(run, b -> b.documentsPerTurn(2))).getMessage());
    assertTrue(
        String.valueOf(
                assertThrows(IOException.class, () -> run(run, b -> b.sessions(90))).getMessage())
            .contains("target.sessions is 90, but was 60; give another directory, extend the run"));
  }

  @Test
  void anExtendedRunIsThatOfTheLargerNumber() throws IOException {
    Path whole = directory.resolve("whole");
    run(whole, b -> b.sessions(90));
    Path extended = directory.resolve("extended");
    run(extended, b -> {});
    SynthesisReport report = run(extended, b -> b.sessions(90).existingRun(ExistingRun.EXTEND));
    assertEquals(SESSIONS, report.recovered().asked());
    assertEquals(SessionSynthesizerTest.contents(whole), SessionSynthesizerTest.contents(extended));
  }

  @Test
  void countIsThatOfFinishedSessions() throws IOException {
    Path run = directory.resolve("run");
    SynthesisReport report = run(run, b -> b.count(100));
    assertEquals(RunEnd.COUNT, report.end());
    assertEquals(100, report.counts().finished());
    assertTrue(report.counts().rejectedInAll() > 10, report::toString);
    try (Stream<Session> sessions = RunDirectory.open(run).sessions()) {
      assertEquals(100, sessions.map(Session::id).distinct().count());
    }
    Path one = directory.resolve("one");
    run(one, b -> b.count(100).sessionsInFlight(1));
    assertEquals(SessionSynthesizerTest.contents(run), SessionSynthesizerTest.contents(one));
    try (BabblingGenerator generator = new BabblingGenerator(ResumeTest::sometimesEmpty);
        Stream<Session> sessions =
            builder(generator).count(100).build().stream(TestShop.seeds(SESSIONS))) {
      assertEquals(100, sessions.count());
    }
  }

  @Test
  void seedsThatRunOutAreSaid() throws IOException {
    SynthesisReport report = run(directory.resolve("run"), b -> b.count(100).seedRepetitions(1));
    assertEquals(RunEnd.SEEDS, report.end());
    assertTrue(report.toString().contains("the seed queries ran out"), report.toString());
    assertEquals(SESSIONS, report.counts().asked());
    assertTrue(RunDirectory.open(directory.resolve("run")).complete());
    assertEquals(Optional.of("SEEDS"), RunDirectory.open(directory.resolve("run")).end());
  }

  @Test
  void aBudgetOfTokensEndsTheRunAtTheSamePlaceEverywhere() throws IOException {
    Path run = directory.resolve("run");
    SynthesisReport report = run(run, b -> b.tokenBudget(1000));
    assertEquals(RunEnd.TOKENS, report.end());
    assertTrue(report.counts().generatedTokens() >= 1000, report::toString);
    assertTrue(report.counts().asked() < SESSIONS);
    Path one = directory.resolve("one");
    run(one, b -> b.tokenBudget(1000).sessionsInFlight(1));
    assertEquals(SessionSynthesizerTest.contents(run), SessionSynthesizerTest.contents(one));
    run(run, b -> b.existingRun(ExistingRun.EXTEND));
    Path whole = directory.resolve("whole");
    run(whole, b -> {});
    assertEquals(SessionSynthesizerTest.contents(whole), SessionSynthesizerTest.contents(run));
  }

  @Test
  void whenTheTimeIsOverTheSameCallGoesOn() throws IOException {
    AtomicLong seconds = new AtomicLong();
    InstantSource clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    Path run = directory.resolve("run");
    SynthesisReport report = run(run, b -> b.timeBudget(Duration.ofSeconds(30)).clock(clock));
    assertEquals(RunEnd.TIME, report.end());
    assertTrue(report.counts().asked() > 0 && report.counts().asked() < SESSIONS);
    assertFalse(RunDirectory.open(run).complete());
    assertEquals(RunEnd.SESSIONS, run(run, b -> {}).end());
  }

  @Test
  void aClockThatJumpsBackHarmsNothing() throws IOException {
    AtomicLong seconds = new AtomicLong(1_000_000);
    InstantSource clock = () -> Instant.ofEpochSecond(seconds.addAndGet(-7));
    SynthesisReport report = run(directory.resolve("run"), b -> b.clock(clock));
    assertEquals(Duration.ZERO, report.elapsed());
    assertTrue(report.sessionsPerMinute() >= 0);
  }

  @Test
  void aSessionIsReplayed() throws IOException {
    Path run = directory.resolve("run");
    run(run, b -> {});
    List<String> ids;
    try (Stream<Session> sessions = RunDirectory.open(run).sessions()) {
      ids = sessions.map(Session::id).toList();
    }
    try (BabblingGenerator generator = new BabblingGenerator(ResumeTest::sometimesEmpty);
        BabblingGenerator other = new BabblingGenerator(w -> sometimesEmpty(other(w)))) {
      SessionSynthesizer synthesizer = builder(generator).build();
      for (String id : ids.subList(0, 5)) {
        Replay replay = synthesizer.replay(TestShop.seeds(SESSIONS), run, id);
        assertTrue(replay.same(), () -> replay.differences().toString());
        assertTrue(replay.remade() instanceof Verdict.Finished);
      }
      Replay replay = builder(other).build().replay(TestShop.seeds(SESSIONS), run, ids.getFirst());
      assertFalse(replay.same());
      assertTrue(
          replay.differences().stream().anyMatch(d -> d.startsWith("usage.promptTokens is")));
      assertEquals(
          "the run in " + run + " has no session \"abc\"",
          assertThrows(
                  IOException.class, () -> synthesizer.replay(TestShop.seeds(SESSIONS), run, "abc"))
              .getMessage());
      assertEquals(
          "the run in " + run + " was made otherwise: seed is 4, but was 3",
          assertThrows(
                  IOException.class,
                  () ->
                      builder(generator)
                          .seed(4)
                          .build()
                          .replay(TestShop.seeds(SESSIONS), run, ids.getFirst()))
              .getMessage());
    }
  }

  @Test
  void noSessionIsBegunInVain() throws IOException {
    AtomicLong sessions = new AtomicLong();
    NeedSource counting =
        (seed, repetition, random) -> {
          sessions.incrementAndGet();
          return Optional.empty();
        };
    SynthesisReport report =
        run(directory.resolve("run"), b -> b.count(9).sessionsInFlight(64).needs(counting));
    assertTrue(report.counts().rejectedInAll() > 0, report.toString());
    assertEquals(report.counts().asked(), sessions.get());
  }

  @Test
  void aSessionOfALongerRunIsReplayed() throws IOException {
    Path run = directory.resolve("run");
    run(run, b -> b.sessions(3L * SESSIONS));
    String last;
    try (Stream<Session> sessions = RunDirectory.open(run).sessions()) {
      last = sessions.reduce((before, after) -> after).orElseThrow().id();
    }
    try (BabblingGenerator generator = new BabblingGenerator(ResumeTest::sometimesEmpty)) {
      Replay replay = builder(generator).build().replay(TestShop.seeds(SESSIONS), run, last);
      assertEquals(List.of(), replay.differences());
    }
  }

  private static Generation other(Generation written) {
    return BabblingGenerator.generation(
        written.text().replaceFirst("^The ", "No, the "), written.finishReason(), 10);
  }

  @Test
  void progressCountsOneSessionAfterTheOther() throws IOException {
    List<Long> decided = new ArrayList<>();
    SynthesisListener listener =
        new SynthesisListener() {
          @Override
          public void finished(Session session, SynthesisProgress progress) {
            decided.add(progress.decided());
          }

          @Override
          public void rejected(Rejection rejection, SynthesisProgress progress) {
            decided.add(progress.decided());
          }
        };
    run(directory.resolve("run"), b -> b.listener(listener));
    assertEquals(LongStream.rangeClosed(1, SESSIONS).boxed().toList(), decided);
  }

  @Test
  void theFunnelAddsUp() throws IOException {
    RunCounts counts = run(directory.resolve("run"), b -> {}).counts();
    assertEquals(counts.asked(), counts.finished() + counts.rejectedInAll() + counts.failedInAll());
  }
}
