package io.github.llmcsss.core;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  /** These needs, and those of another source where there is none. */
  default NeedSource or(NeedSource other) {
    NeedSource first = this;
    return new NeedSource() {
      @Override
      public Optional<Need> need(SeedQuery seed, int repetition, RandomGenerator random) {
        return first.need(seed, repetition, random).or(() -> other.need(seed, repetition, random));
      }

      @Override
      public Provenance provenance() {
        Map<String, String> facts = new TreeMap<>();
        first.provenance().facts().forEach((name, fact) -> facts.put("first." + name, fact));
        other.provenance().facts().forEach((name, fact) -> facts.put("else." + name, fact));
        return new Provenance(
            first.provenance().name() + ", else " + other.provenance().name(), facts);
      }
    };
  }

  /** What shapes the needs. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }
}
