package io.github.llmcsss.core.data;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.NeedSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
  private static final int MAXIMUM_FACTS = 3;

  /** How far above the price the bound may lie. */
  private static final double PRICE_MARGIN = 0.5;

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
      byte[] bytes = product.toString().getBytes(StandardCharsets.UTF_8);
      hasher.putInt(bytes.length).putBytes(bytes);
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
        String description = describe(seed.categories(), target, new ArrayList<>(facts), random);
        return Optional.of(new Need(description, Set.of(target.id())));
      }
    }
    return Optional.empty();
  }

  private static String describe(
      List<String> path, Document target, List<String> facts, RandomGenerator random) {
    StringBuilder text = new StringBuilder(NeedFacts.lowerCase(path.get(path.size() - 1)));
    int count = Math.min(facts.size(), 1 + random.nextInt(MAXIMUM_FACTS));
    for (int i = 0; i < count; i++) {
      text.append("; ").append(facts.remove(random.nextInt(facts.size())));
    }
    double margin = PRICE_MARGIN * random.nextDouble();
    boolean bounded = random.nextBoolean();
    OptionalDouble price = target.price();
    if (bounded && price.isPresent() && price.getAsDouble() > 0) {
      text.append("; price at most ").append(bound(price.getAsDouble() * (1 + margin)));
    }
    return text.toString();
  }

  /** A round number from the price on: 7 for 6.2, 40 for 37, 1200 for 1180. */
  static long bound(double price) {
    double step = Math.max(1, 5 * Math.pow(10, Math.floor(Math.log10(price)) - 1));
    return (long) (Math.ceil(price / step) * step);
  }

  @Override
  public Provenance provenance() {
    return new Provenance("categoryNeeds", Map.of("products", fingerprint));
  }
}
