package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Sampling;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
  private final RequestQueue queue = new RequestQueue(2);

  private static Job job() {
    return new Job(
        new int[] {1},
        0,
        0,
        Sampling.greedy(1),
        0,
        Optional.empty(),
        null,
        new CompletableFuture<>());
  }

  /** Puts a job on a thread of its own, which must come to wait. */
  private Thread blockedBy(Job job, CompletableFuture<Boolean> put) throws InterruptedException {
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                put.complete(queue.put(job));
              } catch (InterruptedException e) {
                put.completeExceptionally(e);
              }
            });
    while (thread.getState() != Thread.State.WAITING) {
      assertFalse(put.isDone(), "the queue took more than it may hold");
      Thread.sleep(1);
    }
    return thread;
  }

  @Test
  void blocksItsCallerWhileItIsFull() throws Exception {
    Job first = job();
    assertTrue(queue.put(first));
    assertTrue(queue.put(job()));
    Job third = job();
    CompletableFuture<Boolean> put = new CompletableFuture<>();
    Thread thread = blockedBy(third, put);
    assertEquals(first, queue.peek());
    queue.remove(first);
    assertTrue(put.get(60, TimeUnit.SECONDS));
    thread.join();
  }

  @Test
  void aCancelledRequestMakesRoom() throws Exception {
    Job first = job();
    assertTrue(queue.put(first));
    assertTrue(queue.put(job()));
    CompletableFuture<Boolean> put = new CompletableFuture<>();
    Thread thread = blockedBy(job(), put);
    assertTrue(first.future().cancel(false));
    assertEquals(1, queue.takeCancelled().size());
    assertTrue(put.get(60, TimeUnit.SECONDS));
    thread.join();
  }

  @Test
  void whoWaitsIsRefusedWhenItIsClosed() throws Exception {
    assertTrue(queue.put(job()));
    assertTrue(queue.put(job()));
    CompletableFuture<Boolean> put = new CompletableFuture<>();
    Thread thread = blockedBy(job(), put);
    queue.close();
    assertFalse(put.get(60, TimeUnit.SECONDS));
    thread.join();
  }
}
