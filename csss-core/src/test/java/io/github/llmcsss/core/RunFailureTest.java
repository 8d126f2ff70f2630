package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.PromptTooLongException;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.ExistingRun;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fails, fails the run with one sentence, ends every thread and leaves nothing whole. */
@Timeout(30)
class RunFailureTest {
  @TempDir Path directory;

  private BabblingGenerator generator = new BabblingGenerator();

  @AfterEach
  void nothingIsLeftRunning() {
    assertEquals(0, generator.running.get(), "requests left running");
    // Releasing its conversation is the last thing that the thread of a session does.
    assertEquals(Set.of(), generator.conversations, "sessions left running");
    generator.close();
  }

  private SynthesizerBuilder builder() {
    return SessionSynthesizer.builder()
        .generator(generator)
        .searchEnvironment(TestShop.search())
        .turns(TurnPolicy.exactly(3))
        .sessionsInFlight(4);
  }

  private SynthesisException failure(SynthesizerBuilder builder) throws IOException {
    Path run = directory.resolve("run");
    SynthesisException e =
        assertThrows(
            SynthesisException.class, () -> builder.build().synthesize(TestShop.seeds(20), run));
    assertFalse(RunDirectory.open(run).complete());
    try (Stream<Path> files = Files.list(run)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith("part-00000.jsonl")));
    }
    return e;
  }

  private static UnaryOperator<Generation> failingAt(int request, RuntimeException failure) {
    AtomicInteger count = new AtomicInteger();
    return written -> {
      if (count.incrementAndGet() == request) {
        throw failure;
      }
      return written;
    };
  }

  @Test
  void aGeneratorThatFailsInTheMiddleFailsTheRunWithItsCause() throws IOException {
    RuntimeException broken = new IllegalStateException("out of memory on the device");
    generator.close();
    generator = new BabblingGenerator(failingAt(17, broken));
    SynthesisException e = failure(builder());
    assertSame(broken, e.getCause());
    assertTrue(
        String.valueOf(e.getMessage())
            .matches("session \\d+ \\([0-9a-f]{24}\\), turn \\d: out of memory on the device"),
        e.getMessage());
  }

  @Test
  void aGeneratorThatIsClosedFailsTheRun() throws IOException {
    BabblingGenerator closed =
        new BabblingGenerator() {
          @Override
          public CompletableFuture<Generation> generate(GenerationRequest request) {
            throw new IllegalStateException("the generator is closed");
          }
        };
    assertTrue(
        String.valueOf(failure(builder().generator(closed)).getMessage())
            .endsWith(", turn 0: the generator is closed"));
    closed.close();
  }

  @Test
  void aSearchThatFailsFailsTheRun() throws IOException {
    IOException broken = new IOException("the index is gone");
    SynthesisException e =
        failure(
            builder()
                .searchEnvironment(request -> {
                  throw broken;
                }));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith(", turn 0: the search failed: the index is gone"));
    assertSame(broken, e.getCause() == null ? null : e.getCause().getCause());
  }

  @Test
  void aSearchThatFindsTooMuchFailsTheRun() throws IOException {
    SynthesisException e =
        failure(
            builder()
                .documentsPerTurn(1)
                .searchEnvironment(
                    request -> TestShop.search(SearchRequest.of(request.query(), 2))));
    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith("the search was asked for 1 documents, but found 2"));
  }

  @Test
  void aRewardOutsideItsRangeFailsTheRun() throws IOException {
    for (double value : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
      RewardFunction reward = input -> input.history().isEmpty() ? 1 : value;
      SynthesisException e = failure(builder().reward(reward).existingRun(ExistingRun.OVERWRITE));
      assertTrue(
          String.valueOf(e.getMessage())
              .endsWith(", turn 1: the reward must be in [0, 1], but was " + value),
          e.getMessage());
    }
  }

  @Test
  void aRewardThatThrowsFailsTheRun() throws IOException {
    RewardFunction reward =
        input -> {
          throw new ArithmeticException("by zero");
        };
    assertTrue(
        String.valueOf(failure(builder().reward(reward)).getMessage())
            .endsWith(", turn 0: by zero"));
  }

  @Test
  void aListenerThatThrowsFailsTheRun() throws IOException {
    SynthesisListener listener =
        new SynthesisListener() {
          @Override
          public void finished(Session session, SynthesisProgress progress) {
            throw new IllegalStateException("no more");
          }
        };
    assertThrows(
        IllegalStateException.class,
        () ->
            builder()
                .listener(listener)
                .build()
                .synthesize(TestShop.seeds(20), directory.resolve("run")));
    assertFalse(RunDirectory.open(directory.resolve("run")).complete());
  }

  @Test
  void anErrorIsThrownAsItIs() {
    RewardFunction reward =
        input -> {
          throw new StackOverflowError("deep");
        };
    SessionSynthesizer synthesizer = builder().reward(reward).build();
    assertThrows(StackOverflowError.class, () -> synthesizer.preview(TestShop.seeds(20), 3));
  }

  @Test
  void aPromptThatDoesNotFitFailsItsSessionAlone() throws IOException {
    generator.close();
    generator = new BabblingGenerator(failingAt(17, new PromptTooLongException(900, 200, 1000)));
    SynthesisReport report =
        builder().build().synthesize(TestShop.seeds(20), directory.resolve("run"));
    assertEquals(Map.of("prompt-too-long", 1L), report.counts().failed());
    assertEquals(20, report.counts().asked());
    assertTrue(RunDirectory.open(directory.resolve("run")).complete());
  }

  @Test
  void aJudgementThatDoesNotFitFailsItsSessionAlone() throws IOException {
    AtomicInteger count = new AtomicInteger();
    RewardFunction reward =
        input -> {
          if (count.incrementAndGet() == 17) {
            throw new PromptTooLongException(900, 200, 1000);
          }
          return 1;
        };
    SynthesisReport report =
        builder().reward(reward).build().synthesize(TestShop.seeds(20), directory.resolve("run"));
    assertEquals(Map.of("prompt-too-long", 1L), report.counts().failed());
    assertEquals(20, report.counts().asked());
  }

  @Test
  void theFunnelAddsUpWithEveryReason() throws IOException {
    AtomicInteger count = new AtomicInteger();
    generator.close();
    generator =
        new BabblingGenerator(written ->
            switch (count.incrementAndGet() % 9) {
              case 3 -> BabblingGenerator.generation("", written.finishReason(), 1);
              case 6 -> BabblingGenerator.generation("User: hi", written.finishReason(), 1);
              default -> written;
            });
    SynthesisReport report =
        builder().retries(0).build().synthesize(TestShop.seeds(40), directory.resolve("run"));
    assertEquals(40, report.counts().asked());
    assertTrue(report.counts().rejected().containsKey("empty"), report.toString());
    assertTrue(report.counts().rejected().containsKey("role-confusion"), report.toString());
    assertEquals(40, report.counts().finished() + report.counts().rejectedInAll());
    assertEquals(
        report.counts().rejected().getOrDefault("empty", 0L) / 40.0,
        report.counts().shareRejected("empty"));
    try (Stream<String> lines = Files.lines(directory.resolve("run").resolve("rejected.jsonl"))) {
      assertEquals(report.counts().rejectedInAll(), lines.count());
    }
  }

  @Test
  void closingAStreamCancelsItsRequests() {
    generator.close();
    generator = BabblingGenerator.silent();
    Stream<Session> stream = builder().build().stream(TestShop.seeds(20));
    Thread reader = new Thread(() -> assertThrows(SynthesisException.class, stream::findFirst));
    reader.start();
    while (generator.running.get() < 4) {
      Thread.onSpinWait();
    }
    reader.interrupt();
    join(reader);
    stream.close();
    assertEquals(4, generator.cancelled.get());
  }

  @Test
  void aStreamThatIsLeftEarlyEndsItsSessions() {
    try (Stream<Session> sessions = builder().build().stream(TestShop.seeds(400))) {
      assertEquals(2, sessions.limit(2).count());
    }
    assertTrue(generator.requests.get() < 400, "lazy: " + generator.requests);
  }

  @Test
  void stopKeepsWhatIsFinished() throws IOException {
    SessionSynthesizer[] synthesizer = new SessionSynthesizer[1];
    SynthesisListener listener =
        new SynthesisListener() {
          @Override
          public void finished(Session session, SynthesisProgress progress) {
            if (progress.finished() == 5) {
              synthesizer[0].stop();
            }
          }
        };
    synthesizer[0] = builder().listener(listener).build();
    Path run = directory.resolve("run");
    SynthesisReport report = synthesizer[0].synthesize(TestShop.seeds(400), run);
    assertEquals(RunEnd.STOPPED, report.end());
    assertTrue(report.toString().contains("(not complete)"));
    assertTrue(report.counts().finished() >= 5 && report.counts().finished() < 400);
    assertFalse(RunDirectory.open(run).complete());
    try (Stream<Session> sessions = RunDirectory.open(run).sessions()) {
      assertEquals(report.counts().finished(), sessions.count());
    }
    assertEquals(0, synthesizer[0].preview(TestShop.seeds(3), 3).size());
  }

  @Test
  void stopEndsARunWhoseGeneratorIsSilent() throws Exception {
    generator.close();
    generator = BabblingGenerator.silent();
    SessionSynthesizer synthesizer = builder().build();
    Thread stopper =
        new Thread(() -> {
          while (generator.running.get() < 4) {
            Thread.onSpinWait();
          }
          synthesizer.stop();
        });
    stopper.start();
    SynthesisReport report = synthesizer.synthesize(TestShop.seeds(20), directory.resolve("run"));
    assertEquals(0, report.counts().asked());
    assertEquals(4, generator.cancelled.get());
    join(stopper);
  }

  @Test
  void anEstimateIsMadeFromAFewSessions() {
    SynthesisEstimate estimate = builder().sessions(5000).build().estimate(TestShop.seeds(20));
    assertEquals(5000, estimate.sessions());
    assertEquals(8, estimate.sampled());
    assertTrue(estimate.generatedTokens().expected() > 5000 * 3 * 10);
    assertTrue(estimate.generatedTokens().low() < estimate.generatedTokens().high());
    assertTrue(estimate.expectedTime().compareTo(Duration.ZERO) > 0);
    assertTrue(estimate.toString().startsWith("estimate for 5000 sessions from 8: "));
    assertEquals(2, builder().build().estimate(TestShop.seeds(2)).sampled());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
