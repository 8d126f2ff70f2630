package io.github.llmcsss.api;

import java.io.IOException;

/**
 * The simulated search engine that is really searched at every system turn [White 2025, section on
 * session generation with simulated search].
 *
 * <p>Implementations are thread-safe, and the same request finds the same documents in the same
 * order. {@code SearchEnvironmentContract} in the test kit checks all that is said here.
 */
@FunctionalInterface
public interface SearchEnvironment extends AutoCloseable {
  /**
   * Searches.
   *
   * @return at most {@link SearchRequest#maximumDocuments()} documents that pass the filter
   * @throws IOException if the index cannot be read
   */
  SearchResult search(SearchRequest request) throws IOException;

  /** What shapes the results: the kind of search and a fingerprint of the index. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }

  /** Frees what the environment holds; does nothing by default. Idempotent. */
  @Override
  default void close() throws IOException {}
}
