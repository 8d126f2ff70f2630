package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Sampling;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request as the decode loop sees it.
 *
 * @param prompt token ids, at least one
 * @param systemEnd where the system message ends in the prompt; 0 where there is none
 * @param keptEnd up to where the prompt can be the start of a later one of the conversation
 * @param sampling how to draw
 * @param seed of the draws
 * @param conversation the key under which the prompt's keys and values may be kept
 * @param adapter to write with; null for the model alone
 * @param future gets the result; done means that nobody waits any more
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record Job(
    int[] prompt,
    int systemEnd,
    int keptEnd,
    Sampling sampling,
    long seed,
    Optional<String> conversation,
    @Nullable AdapterWeights adapter,
    CompletableFuture<Generation> future) {
  /** The positions that the request can need at most. */
  int positions() {
    return prompt.length + sampling.maximumTokens();
  }
}
