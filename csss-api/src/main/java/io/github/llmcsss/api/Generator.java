package io.github.llmcsss.api;

import java.util.concurrent.CompletableFuture;

/**
 * Writes the turns of both sides. Implementations are thread-safe and take many requests at once;
 * they batch as they like, but a text depends on its own request alone.
 *
 * <p>Implementers: {@code GeneratorContract} in the test kit checks all that is said here.
 */
public interface Generator extends AutoCloseable {
  /**
   * Starts writing; returns at once.
   *
   * <p>The future fails with {@link PromptTooLongException} if prompt and answer do not fit the
   * context, with {@link IllegalArgumentException} if the model cannot render the prompt (a role it
   * does not know), and with {@link IllegalStateException} if the generator is or gets closed.
   * Cancelling it frees what the request holds.
   */
  CompletableFuture<Generation> generate(GenerationRequest request);

  /** The conversation is over: whatever is kept under this key may go. Unknown keys are ignored. */
  default void release(String conversation) {}

  /** What shapes the texts: model, precision, kernels. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }

  /**
   * Completes all requests that wait or run with an {@link IllegalStateException} and frees native
   * memory. Idempotent.
   */
  @Override
  void close();
}
