package io.github.llmcsss.core.internal;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for generators in a way that an interrupt ends. */
public final class Generations {
  private Generations() {}

  /**
   * Waits for all. If one fails or the thread is interrupted, the others are cancelled.
   *
   * @return in the order given
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static List<Generation> await(List<CompletableFuture<Generation>> futures)
      throws InterruptedException {
    try {
      List<Generation> results = new ArrayList<>(futures.size());
      for (CompletableFuture<Generation> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new CsssException("the generator failed: " + e.getCause(), e);
    } finally {
      // Of those that are done this changes nothing.
      futures.forEach(future -> future.cancel(true));
    }
  }
}
