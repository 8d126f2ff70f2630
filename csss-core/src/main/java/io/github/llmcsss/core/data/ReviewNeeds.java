package io.github.llmcsss.core.data;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.NeedSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Gives each session a shopper with a history: somebody who reviewed a product of the seed's
 * category, and liked it. That product, the last one that they liked, is the need's only target,
 * and is described as {@link CategoryNeeds} do; behind that stand the kinds of products that the
 * shopper liked before, and what was wrong with those of the same kind: {@code "liked before:
 * headbands; not again: foldable design"}. No word of a review is used, nor the user's id.
 *
 * <p>Somebody likes a product with four stars or more, and dislikes it with two or fewer. Users
 * without a liked product in the catalogue are left out. A need that the seed brings along is kept;
 * a seed without a path, or of a category in which nobody liked a product, gets none: {@link
 * NeedSource#or} has another source for these. Thread-safe; the products that were reviewed stay in
 * memory.
 */
public final class ReviewNeeds implements NeedSource {
  private static final double LIKED = 4;
  private static final double DISLIKED = 2;
  private static final int MAXIMUM_LIKED = 2;

  private final ListMultimap<List<String>, Shopper> shoppers;
  private final String fingerprint;

  /** Somebody who liked a product, and what they bought before. */
  private record Shopper(Document target, List<String> facts, String history) {}

  /** A review of a product that is in the catalogue. */
  private record Bought(Review review, Document product) {}

  private ReviewNeeds(ListMultimap<List<String>, Shopper> shoppers, String fingerprint) {
    this.shoppers = shoppers;
    this.fingerprint = fingerprint;
  }

  /** Needs of the users who wrote these reviews; the order of neither counts. */
  public static ReviewNeeds of(Iterable<Review> reviews, Iterable<Document> catalogue) {
    Map<String, Document> products = new HashMap<>();
    catalogue.forEach(product -> products.put(product.id(), product));
    Map<String, List<Bought>> histories = new TreeMap<>();
    for (Review review : reviews) {
      Document product = products.get(review.productId());
      if (product != null) {
        histories
            .computeIfAbsent(review.userId(), user -> new ArrayList<>())
            .add(new Bought(review, product));
      }
    }
    ListMultimap<List<String>, Shopper> shoppers = ArrayListMultimap.create();
    Hasher hasher = Hashing.sha256().newHasher();
    for (List<Bought> history : histories.values()) {
      history.sort(
          Comparator.comparing((Bought bought) -> bought.review().time())
              .thenComparing(bought -> bought.review().productId())
              .thenComparingDouble(bought -> bought.review().rating()));
      shopper(history)
          .ifPresent(shopper -> {
            NeedText.fingerprint(shopper, hasher);
            List<String> path = shopper.target().categories();
            for (int level = 1; level <= path.size(); level++) {
              shoppers.put(path.subList(0, level), shopper);
            }
          });
    }
    return new ReviewNeeds(shoppers, hasher.hash().toString());
  }

  private static Optional<Shopper> shopper(List<Bought> history) {
    for (int at = history.size() - 1; at >= 0; at--) {
      Document target = history.get(at).product();
      if (history.get(at).review().rating() >= LIKED && !target.categories().isEmpty()) {
        List<String> facts = NeedFacts.of(target);
        if (!facts.isEmpty()) {
          String before = describe(history.subList(0, at), target, facts);
          return Optional.of(new Shopper(target, facts, before));
        }
      }
    }
    return Optional.empty();
  }

  private static String describe(List<Bought> before, Document target, List<String> facts) {
    String kind = kind(target);
    Set<String> liked = new LinkedHashSet<>();
    String disliked = "";
    for (Bought bought : before.reversed()) {
      boolean sameKind = kind(bought.product()).equals(kind);
      if (bought.review().rating() >= LIKED && !sameKind && !kind(bought.product()).isEmpty()) {
        liked.add(kind(bought.product()));
      }
      if (bought.review().rating() <= DISLIKED && sameKind && disliked.isEmpty()) {
        disliked =
            NeedFacts.of(bought.product()).stream()
                .filter(fact -> !facts.contains(fact))
                .findFirst()
                .orElse("");
      }
    }
    StringBuilder text = new StringBuilder();
    if (!liked.isEmpty()) {
      text.append("; liked before: ")
          .append(String.join(", ", liked.stream().limit(MAXIMUM_LIKED).toList()));
    }
    if (!disliked.isEmpty()) {
      text.append("; not again: ").append(disliked);
    }
    return text.toString();
  }

  private static String kind(Document product) {
    List<String> path = product.categories();
    return path.isEmpty() ? "" : NeedFacts.lowerCase(path.getLast());
  }

  /** How many users have a need. */
  public int shoppers() {
    return Math.toIntExact(shoppers.values().stream().distinct().count());
  }

  @Override
  public Optional<Need> need(SeedQuery seed, int repetition, RandomGenerator random) {
    List<Shopper> candidates = shoppers.get(seed.categories());
    if (seed.need().isPresent() || candidates.isEmpty()) {
      return seed.need();
    }
    Shopper shopper = candidates.get(random.nextInt(candidates.size()));
    String description =
        NeedText.of(seed.categories(), shopper.target(), shopper.facts(), random)
            + shopper.history();
    return Optional.of(new Need(description, Set.of(shopper.target().id())));
  }

  @Override
  public Provenance provenance() {
    return new Provenance("reviewNeeds", Map.of("shoppers", fingerprint));
  }
}
