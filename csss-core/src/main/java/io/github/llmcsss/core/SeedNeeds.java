package io.github.llmcsss.core;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The shopper wants what the seed query says. */
enum SeedNeeds implements NeedSource {
  INSTANCE;

  @Override
  public Optional<Need> need(SeedQuery seed, int repetition, RandomGenerator random) {
    return seed.need();
  }

  @Override
  public Provenance provenance() {
    return new Provenance("seedNeeds", Map.of());
  }
}
