package io.github.llmcsss.api;

import java.util.List;

/**
 * Turns texts into vectors whose cosine is their semantic similarity. Implementations are
 * thread-safe, and a vector never depends on its companions in the batch. {@code EmbedderContract}
 * in the test kit checks all that is said here.
 */
public interface Embedder extends AutoCloseable {
  /** The length of every vector. */
  int dimension();

  /**
   * Embeds texts.
   *
   * @return {@code [texts.size(), dimension()]}, each of Euclidean length 1
   */
  float[][] embed(List<String> texts);

  /** What shapes the vectors: model and precision. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }

  /** Frees native memory. Idempotent. */
  @Override
  void close();
}
