package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.model.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests and of native memory when things go wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OnnxGeneratorLifecycleTest {
  private static final Set<Integer> ALL_TOKENS =
      IntStream.range(0, TinyModels.VOCABULARY).boxed().collect(Collectors.toSet());

  /** The session, and the views of one batch: keys and values of two layers. */
  private static final int IDLE_HANDLES = 1 + 2 * 2;

  @TempDir static Path directory;
  private Checkpoint checkpoint;

  @BeforeAll
  void openCheckpoint() throws Exception {
    Path model = Files.createDirectories(directory.resolve("model"));
    checkpoint = Checkpoint.open(TinyModels.checkpoint(model, 2));
  }

  @AfterAll
  void closeCheckpoint() {
    checkpoint.close();
  }

  private OnnxGeneratorBuilder builder() {
    return OnnxGenerator.builder(checkpoint).cacheDirectory(directory.resolve("graphs"));
  }

  private static GenerationRequest request(int number, Sampling sampling) {
    Prompt prompt =
        new Prompt(
            List.of(
                new Message(Role.SYSTEM, "You sell things, and you are short."),
                new Message(Role.USER, "I look for item " + number),
                new Message(Role.DOCUMENTS, "1. Item " + number + ".".repeat(number * 7 % 60))),
            Role.ASSISTANT);
    return GenerationRequest.of(prompt, sampling, number);
  }

  private static Sampling random(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Sampling.builder().maximumTokens(3).bannedTokens(ALL_TOKENS).build();
      case 1 -> Sampling.greedy(10_000);
      default -> Sampling.builder().maximumTokens(1 + random.nextInt(8)).build();
    };
  }

  @Test
  void leaksNothingWhateverFailsOrIsCancelled() throws Exception {
    Random random = new Random(3);
    OnnxGenerator generator = builder().maximumRows(6).prefillChunk(16).build();
    List<CompletableFuture<Generation>> late = new ArrayList<>();
    try (generator) {
      List<CompletableFuture<Generation>> futures = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        GenerationRequest request = request(i % 13, random(random));
        futures.add(
            generator.generate(
                random.nextBoolean() ? request : request.inConversation("c" + i % 50)));
        if (random.nextInt(4) == 0) {
          futures.get(random.nextInt(futures.size())).cancel(true);
        }
        if (random.nextInt(10) == 0) {
          generator.release("c" + random.nextInt(50));
        }
      }
      int finished = 0;
      for (CompletableFuture<Generation> future : futures) {
        finished += future.handle((generation, error) -> error == null ? 1 : 0).join();
      }
      assertTrue(finished > 200 && finished < 800, finished + " finished");
      IntStream.range(0, 50).forEach(i -> generator.release("c" + i));
      // What is left is what several conversations began with: of 13 prompts, each once at most.
      int longest = 13 * 10;
      awaitInUse(generator, inUse -> inUse.rows() == 0 && inUse.blocks() <= longest);
      assertTrue(
          generator.openHandles() <= IDLE_HANDLES, generator.openHandles() + " handles are open");
      for (int i = 0; i < 40; i++) {
        late.add(generator.generate(request(i, Sampling.greedy(200)).inConversation("c" + i)));
      }
    }
    for (CompletableFuture<Generation> future : late) {
      assertTrue(future.isDone(), "close() left a request without an end");
    }
    assertEquals(0, generator.openHandles());
    assertEquals(new DecodeLoop.InUse(0, 0), generator.inUse());
    generator.close();
    assertEquals(0, generator.openHandles());
  }

  private static void awaitInUse(OnnxGenerator generator, Predicate<DecodeLoop.InUse> expected)
      throws InterruptedException {
    for (int i = 0; i < 1000 && !expected.test(generator.inUse()); i++) {
      Thread.sleep(10);
    }
    assertTrue(expected.test(generator.inUse()), generator.inUse().toString());
  }

  /** The conversation's next request keeps its documents; it must not when it never gets a row. */
  @Test
  void dropsDocumentsAlsoWhenTheNextRequestIsCancelledInTheQueue() throws Exception {
    DecodeLoop.InUse expected;
    try (OnnxGenerator generator = builder().maximumRows(1).build()) {
      generator.generate(request(8, Sampling.greedy(2)).inConversation("c")).join();
      generator.generate(request(9, Sampling.greedy(2))).join();
      expected = generator.inUse();
    }
    try (OnnxGenerator generator = builder().maximumRows(1).build()) {
      CompletableFuture<Generation> first =
          generator.generate(request(8, Sampling.greedy(2)).inConversation("c"));
      CompletableFuture<Generation> busy = generator.generate(request(9, Sampling.greedy(300)));
      CompletableFuture<Generation> next =
          generator.generate(request(8, Sampling.greedy(2)).inConversation("c"));
      first.join();
      next.cancel(true);
      busy.join();
      awaitInUse(generator, new DecodeLoop.InUse(0, expected.blocks())::equals);
    }
  }

  @Test
  void refusesLateRequestsAlsoWhereItClosedTheCheckpoint() throws Exception {
    OnnxGenerator generator =
        new OnnxGeneratorBuilder(Checkpoint.open(directory.resolve("model")), true)
            .cacheDirectory(directory.resolve("graphs"))
            .build();
    generator.close();
    Throwable cause = cause(generator.generate(request(1, Sampling.greedy(1))));
    assertInstanceOf(IllegalStateException.class, cause);
    assertEquals("the generator is closed", cause.getMessage());
  }

  @Test
  void failsInTheFutureWhereTheCheckpointWasClosedTooEarly() throws Exception {
    Checkpoint early = Checkpoint.open(directory.resolve("model"));
    try (OnnxGenerator generator =
        OnnxGenerator.builder(early).cacheDirectory(directory.resolve("graphs")).build()) {
      early.close();
      assertInstanceOf(
          IllegalStateException.class, cause(generator.generate(request(1, Sampling.greedy(1)))));
    }
  }

  /** Callers wait for each other, or close the generator themselves, as soon as they hear of it. */
  @Test
  void closesWhateverCallersDoThen() throws Exception {
    OnnxGenerator generator = builder().maximumRows(3).build();
    List<CompletableFuture<Generation>> futures = new ArrayList<>();
    AtomicInteger heard = new AtomicInteger();
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      futures.add(generator.generate(request(i, Sampling.greedy(300))));
    }
    for (CompletableFuture<Generation> future : futures) {
      callers.add(
          future.handle((generation, error) -> {
            for (CompletableFuture<Generation> other : futures) {
              other.exceptionally(ignored -> generation).join();
            }
            generator.close();
            heard.incrementAndGet();
            return null;
          }));
    }
    CompletableFuture.runAsync(generator::close).get(30, TimeUnit.SECONDS);
    assertEquals(0, generator.openHandles());
    for (CompletableFuture<Generation> future : futures) {
      assertTrue(future.isDone(), "close() left a request without an end");
    }
    for (CompletableFuture<Void> caller : callers) {
      caller.get(30, TimeUnit.SECONDS);
    }
    assertEquals(futures.size(), heard.get());
  }

  @Test
  void tellsAnInterruptedCaller() throws Exception {
    try (OnnxGenerator generator = builder().maximumRows(1).maximumWaiting(1).build()) {
      CompletableFuture<Generation> busy = generator.generate(request(1, Sampling.greedy(200)));
      Thread.currentThread().interrupt();
      CompletableFuture<Generation> refused = generator.generate(request(2, Sampling.greedy(1)));
      assertTrue(Thread.interrupted(), "the caller must go on to know of it");
      assertInstanceOf(CsssException.class, cause(refused));
      assertEquals(200, busy.get(60, TimeUnit.SECONDS).tokens().length);
    }
  }

  @Test
  void closesWhereItsCallerIsInterrupted() throws Exception {
    OnnxGenerator generator = builder().build();
    CompletableFuture<Generation> running = generator.generate(request(1, Sampling.greedy(300)));
    Thread.currentThread().interrupt();
    generator.close();
    assertTrue(Thread.interrupted(), "the caller must go on to know of it");
    assertTrue(running.isDone());
    assertEquals(0, generator.openHandles());
  }

  @Test
  void opensManyTimesWithoutLeavingAnything() throws Exception {
    for (int i = 0; i < 20; i++) {
      OnnxGenerator generator = builder().build();
      CompletableFuture<Generation> running = generator.generate(request(i, Sampling.greedy(300)));
      generator.close();
      assertTrue(running.isDone());
      assertEquals(0, generator.openHandles());
    }
  }

  private static Throwable cause(CompletableFuture<Generation> future) {
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
    return Objects.requireNonNull(error.getCause());
  }
}
