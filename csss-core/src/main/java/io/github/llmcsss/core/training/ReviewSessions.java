package io.github.llmcsss.core.training;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.data.Chat;
import io.github.llmcsss.core.data.Review;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.RunSeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Sessions of products and their reviews, the <em>original</em> data of [White 2025]: the query of
 * the product's category, then reviews as user turns, with information about the product as system
 * turns, and at each of these the documents that a search really finds. One session a product that
 * has a query and a review; its need is the one that {@link CategoryNeeds} would describe.
 *
 * <p>An answer about a product that was not found would teach to say what no document says: unless
 * such sessions are wanted, all answers of a session must have the product among their documents.
 *
 * @param search looks for documents
 * @param turns how many turns a session has, the seed query included, as far as there are reviews;
 *     2 or more
 * @param maximumWords of a review that are said, in whole sentences where the first is no longer; 1
 *     or more
 * @param ungrounded whether sessions are kept in which the product was not found
 * @param seed the only source of randomness
 */
public record ReviewSessions(
    DocumentSearch search, TurnPolicy turns, int maximumWords, boolean ungrounded, long seed) {
  /** {@value} turns on average [White 2025, Table 4]. */
  public static final double DEFAULT_TURNS = 2.1;

  /** At most {@value} words of a review are said. */
  public static final int DEFAULT_MAXIMUM_WORDS = 40;

  /** Checks the ranges. */
  public ReviewSessions {
    Require.that(turns.minimum() >= 2, "turns", "2 or more", turns);
    Require.that(maximumWords >= 1, "maximumWords", "1 or more", maximumWords);
  }

  /** Sessions of {@value #DEFAULT_TURNS} turns on average, in which every product was found. */
  public static ReviewSessions of(DocumentSearch search, long seed) {
    return new ReviewSessions(
        search, TurnPolicy.mean(DEFAULT_TURNS), DEFAULT_MAXIMUM_WORDS, false, seed);
  }

  /**
   * What was made.
   *
   * @param sessions in the order of the catalogue
   * @param unreviewed products without a review that says something
   * @param unqueried products with a review whose category gives no query
   * @param notFound sessions left out because their product was not found for all answers
   */
  public record Made(List<Session> sessions, int unreviewed, int unqueried, int notFound) {
    /** Copies the list. */
    public Made {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * Makes the sessions.
   *
   * @param catalogue each product once
   * @param reviews in any order
   * @throws IOException if a search fails
   */
  public Made make(Iterable<Document> catalogue, Iterable<Review> reviews) throws IOException {
    Map<String, List<Review>> byProduct = byProduct(reviews);
    Map<String, Integer> uses = new HashMap<>();
    List<Session> sessions = new ArrayList<>();
    int unreviewed = 0;
    int unqueried = 0;
    int notFound = 0;
    for (Document product : catalogue) {
      List<Review> own = byProduct.getOrDefault(product.id(), List.of());
      Optional<String> query = SeedQueries.fromCategories(product.categories());
      if (own.isEmpty()) {
        unreviewed++;
      } else if (query.isEmpty()) {
        unqueried++;
      } else {
        int repetition = uses.merge(query.get(), 1, Integer::sum) - 1;
        Session session = session(product, own, query.get(), repetition);
        if (ungrounded || found(session, product)) {
          sessions.add(session);
        } else {
          notFound++;
        }
      }
    }
    return new Made(sessions, unreviewed, unqueried, notFound);
  }

  private static Map<String, List<Review>> byProduct(Iterable<Review> reviews) {
    Map<String, List<Review>> byProduct = new HashMap<>();
    for (Review review : reviews) {
      if (!ReviewText.of(review).isEmpty()) {
        byProduct.computeIfAbsent(review.productId(), id -> new ArrayList<>()).add(review);
      }
    }
    Comparator<Review> order =
        Comparator.comparing(Review::time)
            .thenComparing(Review::userId)
            .thenComparing(ReviewText::of);
    byProduct.values().forEach(list -> list.sort(order));
    return byProduct;
  }

  private Session session(Document product, List<Review> reviews, String query, int repetition)
      throws IOException {
    String id = RunSeed.sessionId(query, repetition);
    RunSeed random = new RunSeed(seed);
    List<Review> order = new ArrayList<>(reviews);
    Collections.shuffle(order, Random.from(random.random(id, 0, "reviews", 0)));
    int length = turns.draw(random.random(id, 0, "length", 0));
    ProductFacts facts = new ProductFacts(product);
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.USER, query));
    messages.add(new Message(Role.ASSISTANT, facts.fact(0)));
    for (int turn = 1; turn < Math.min(length, order.size() + 1); turn++) {
      String said = ReviewText.shortened(ReviewText.of(order.get(turn - 1)), maximumWords);
      messages.add(new Message(Role.USER, said));
      messages.add(new Message(Role.ASSISTANT, facts.fact(turn)));
    }
    SeedQuery seedQuery = new SeedQuery(query, product.categories(), Optional.empty());
    RandomGenerator drawn = random.random(id, 0, "need", 0);
    Optional<Need> need = CategoryNeeds.of(Set.of(product)).need(seedQuery, repetition, drawn);
    return search.session(new Chat(id, messages), seedQuery, repetition, need);
  }

  private static boolean found(Session session, Document product) {
    return session.turns().stream()
        .flatMap(turn -> turn.response().stream())
        .allMatch(answer ->
            answer.documents().stream()
                .anyMatch(found -> found.document().id().equals(product.id())));
  }
}
