package io.github.llmcsss.core.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.NeedSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives each session a product of its seed's category that the shopper wants: one is drawn, and
 * described by one to three of its facts (attributes, short features) and often a bound on the
 * price, never by its title, brand, model or id. The drawn product is the need's only target.
 *
 * <p>A need that the seed brings along is kept; a seed without a path, and a path under which no
 * product has a fact to tell, gets none. Thread-safe; the products stay in memory.
 */
public final class CategoryNeeds implements NeedSource {
  private final Map<List<String>, List<Document>> products;
  private final String fingerprint;

  private CategoryNeeds(Map<List<String>, List<Document>> products, String fingerprint) {
    this.products = products;
    this.fingerprint = fingerprint;
  }

  /** Needs for the products of a catalogue; their order counts. */
  public static CategoryNeeds of(Iterable<Document> catalogue) {
    Map<List<String>, List<Document>> products = new HashMap<>();
    Hasher hasher = Hashing.sha256().newHasher();
    for (Document product : catalogue) {
      NeedText.fingerprint(product, hasher);
      for (int level = 1; level <= product.categories().size(); level++) {
        List<String> path = product.categories().subList(0, level);
        products.computeIfAbsent(path, any -> new ArrayList<>()).add(product);
      }
    }
    return new CategoryNeeds(products, hasher.hash().toString());
  }

  @Override
  public Optional<Need> need(SeedQuery seed, int repetition, RandomGenerator random) {
    if (seed.need().isPresent() || seed.categories().isEmpty()) {
      return seed.need();
    }
    List<Document> candidates = products.getOrDefault(seed.categories(), List.of());
    int start = candidates.isEmpty() ? 0 : random.nextInt(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      Document target = candidates.get((start + i) % candidates.size());
      List<String> facts = NeedFacts.of(target);
      if (!facts.isEmpty()) {
        String description = NeedText.of(seed.categories(), target, facts, random);
        return Optional.of(new Need(description, Set.of(target.id())));
      }
    }
    return Optional.empty();
  }

  @Override
  public Provenance provenance() {
    return new Provenance("categoryNeeds", Map.of("products", fingerprint));
  }
}
