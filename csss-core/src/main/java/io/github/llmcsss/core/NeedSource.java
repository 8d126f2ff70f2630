package io.github.llmcsss.core;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Says what the shopper of a session wants. Implementations are thread-safe and depend on their
 * arguments alone.
 */
@FunctionalInterface
public interface NeedSource {
  /**
   * The need of one session.
   *
   * @param seed the query that opens it
   * @param repetition how often this seed query was used before in the run
   * @param random the session's own, for a choice among several needs
   */
  Optional<Need> need(SeedQuery seed, int repetition, RandomGenerator random);

  /** What shapes the needs. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }
}
