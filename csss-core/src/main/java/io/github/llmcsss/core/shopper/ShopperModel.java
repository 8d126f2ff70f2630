package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes the shoppers of a run, one a session. Implementations are thread-safe and depend on their
 * arguments alone.
 */
@FunctionalInterface
public interface ShopperModel {
  /**
   * The shopper of one session.
   *
   * @param seed the query that it opens with
   * @param need what it wants, where known
   * @param turns how many turns the session may have, the seed query included
   * @param random the session's own
   */
  Shopper shopper(SeedQuery seed, Optional<Need> need, int turns, RandomGenerator random);

  /** What shapes the shoppers. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }
}
