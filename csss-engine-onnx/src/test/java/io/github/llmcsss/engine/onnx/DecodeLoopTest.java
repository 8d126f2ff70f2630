package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.ModelFamily;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecodeLoopTest {
  @TempDir Path directory;

  private static Job job(int token) {
    return new Job(
        new int[] {1, 2, token},
        0,
        3,
        Sampling.greedy(400),
        1,
        Optional.empty(),
        null,
        new CompletableFuture<>());
  }

  /** A token that the model does not have makes ONNX Runtime fail in the middle of everything. */
  @Test
  void failsAllRequestsWithTheCauseWhenTheRuntimeFails() throws Exception {
    failsAllRequests(1 << 20, token -> new byte[0]);
  }

  @Test
  void failsAllRequestsWithTheCauseWhenMemoryEnds() throws Exception {
    AtomicInteger tokens = new AtomicInteger();
    failsAllRequests(
        6,
        token -> {
          if (tokens.incrementAndGet() == 7) {
            throw new OutOfMemoryError("for a test");
          }
          return new byte[0];
        });
  }

  private void failsAllRequests(int third, IntFunction<byte[]> bytes) throws Exception {
    ModelConfig config = TinyModels.config(ModelFamily.LLAMA);
    Decoder decoder =
        TinyModels.decoder(config, TinyModels.random(config, 1), LinearForm.FLOAT, directory);
    RequestQueue queue = new RequestQueue(10);
    DecodeLoop loop =
        new DecodeLoop(
            decoder,
            queue,
            new PrefixCache(decoder.cache().bytesPerPosition(), 1 << 20),
            new DecodeLoop.Vocabulary(
                config.vocabularySize(), config.vocabularySize(), Set.of(), bytes),
            new DecodeLoop.Limits(3, 16));
    List<CompletableFuture<Generation>> futures = new ArrayList<>();
    AtomicInteger answered = new AtomicInteger();
    for (int token : new int[] {3, 4, third, 5, 6}) {
      Job job = job(token);
      assertTrue(queue.put(job));
      futures.add(job.future());
      // What callers do next may wait for the others, and must not hold up the loop.
      CompletableFuture<Void> next =
          job.future()
              .handle((generation, error) -> {
                CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                    .exceptionally(ignored -> null)
                    .join();
                answered.incrementAndGet();
                return null;
              });
      assertFalse(next.isDone());
    }
    Thread thread = Thread.ofPlatform().daemon().start(loop);
    assertTrue(thread.join(Duration.ofSeconds(30)), "the loop hangs");
    for (CompletableFuture<Generation> future : futures) {
      assertTrue(future.isDone(), "the loop has ended without an answer");
      ExecutionException error = assertThrows(ExecutionException.class, future::get);
      CsssException cause = assertInstanceOf(CsssException.class, error.getCause());
      assertSame(loop.failure().orElseThrow(), cause.getCause());
    }
    assertFalse(queue.put(job(1)), "nobody would ever answer");
    assertEquals(0, decoder.openHandles());
    assertEquals(0, decoder.cache().rows());
    assertEquals(new DecodeLoop.InUse(0, 0), loop.inUse());
  }

  @Test
  void leavesNoSingleTokenForAChunk() {
    for (int chunk = 2; chunk < 40; chunk++) {
      for (int length = 2; length < 200; length++) {
        int left = length;
        while (left > 0) {
          int count = DecodeLoop.chunk(left, chunk);
          assertTrue(count >= 2 && count <= chunk + 1, count + " of " + left);
          left -= count;
        }
        assertEquals(0, left);
      }
    }
    assertEquals(1, DecodeLoop.chunk(1, 16), "a prompt of one token");
  }
}
