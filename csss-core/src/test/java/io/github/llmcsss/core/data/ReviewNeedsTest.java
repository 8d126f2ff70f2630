package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.NeedSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReviewNeedsTest {
  private static final List<String> LAMPS = List.of("Home", "Lamps");
  private static final SeedQuery SEED = new SeedQuery("home lamps", LAMPS, Optional.empty());
  private static final Document LAMP = product("L1", LAMPS, "Color", "Red");
  private static final Document DIM = product("L2", LAMPS, "Light", "Dim");
  private static final Document TENT = product("T1", List.of("Outdoor", "Tents"), "Poles", "Three");
  private static final Document MUG = product("M1", List.of("Home", "Mugs"), "Material", "Glass");
  private static final List<Document> CATALOGUE = List.of(LAMP, DIM, TENT, MUG);

  private static Document product(String id, List<String> path, String name, String value) {
    return Document.builder(id, "Thing " + id)
        .categories(path)
        .attributes(Map.of(name, value))
        .build();
  }

  private static Review review(String user, Document product, double stars, long day) {
    String text = "Bought it for my aunt in Leeds, who is very pleased with it";
    return new Review(
        user, product.id(), stars, "Pleased", text, Instant.ofEpochSecond(86_400 * day));
  }

  private static Optional<Need> need(NeedSource needs, SeedQuery seed, long random) {
    return needs.need(seed, 0, new SplittableRandom(random));
  }

  @Test
  void theTargetIsTheLastProductThatWasLiked() {
    ReviewNeeds needs =
        ReviewNeeds.of(
            List.of(
                review("u", MUG, 1, 5),
                review("u", LAMP, 5, 4),
                review("u", DIM, 2, 3),
                review("u", TENT, 4, 2)),
            CATALOGUE);
    assertEquals(1, needs.shoppers());
    for (long random = 0; random < 20; random++) {
      assertEquals(
          Optional.of(
              new Need(
                  "lamps; color: Red; liked before: tents; not again: light: Dim", Set.of("L1"))),
          need(needs, SEED, random));
    }
    SeedQuery tents = new SeedQuery("tents", List.of("Outdoor", "Tents"), Optional.empty());
    assertEquals(Optional.empty(), need(needs, tents, 1), "liked, but not the last");
  }

  @Test
  void whatCameAfterTheTargetIsNoHistory() {
    ReviewNeeds needs =
        ReviewNeeds.of(List.of(review("u", LAMP, 4, 1), review("u", DIM, 1, 2)), CATALOGUE);
    assertEquals(Optional.of(new Need("lamps; color: Red", Set.of("L1"))), need(needs, SEED, 1));
  }

  @Test
  void shoppersAreDrawnAndTheirOrderDoesNotCount() {
    List<Review> reviews =
        List.of(review("a", LAMP, 5, 1), review("b", DIM, 5, 1), review("c", TENT, 5, 1));
    ReviewNeeds needs = ReviewNeeds.of(reviews, CATALOGUE);
    ReviewNeeds reversed = ReviewNeeds.of(reviews.reversed(), CATALOGUE.reversed());
    assertEquals(needs.provenance(), reversed.provenance());
    assertNotEquals(
        needs.provenance(), ReviewNeeds.of(reviews.subList(0, 2), CATALOGUE).provenance());
    SeedQuery home = new SeedQuery("home", List.of("Home"), Optional.empty());
    Set<Need> drawn = new HashSet<>();
    for (long random = 0; random < 50; random++) {
      drawn.add(need(needs, home, random).orElseThrow());
      assertEquals(need(needs, home, random), need(reversed, home, random));
    }
    assertEquals(
        Set.of(
            new Need("home; color: Red", Set.of("L1")), new Need("home; light: Dim", Set.of("L2"))),
        drawn);
  }

  @Test
  void anotherSourceHelpsWhereThereIsNone() {
    List<Review> reviews = List.of(review("u", LAMP, 5, 1), review("u", MUG, 3, 2));
    NeedSource needs = ReviewNeeds.of(reviews, CATALOGUE).or(CategoryNeeds.of(CATALOGUE));
    assertEquals(Set.of("L1"), need(needs, SEED, 1).orElseThrow().targets());
    SeedQuery mugs = new SeedQuery("mugs", List.of("Home", "Mugs"), Optional.empty());
    assertEquals(Set.of("M1"), need(needs, mugs, 1).orElseThrow().targets());
    Optional<Need> own = Optional.of(new Need("a red one", Set.of("X")));
    assertEquals(own, need(needs, new SeedQuery("lamps", LAMPS, own), 1));
    assertEquals("reviewNeeds, else categoryNeeds", needs.provenance().name());
    assertEquals(Set.of("first.shoppers", "else.products"), needs.provenance().facts().keySet());
  }

  @Test
  void realHistoriesGiveNeedsWithoutAWordOfTheirReviews() throws IOException {
    List<Document> products = new ArrayList<>();
    List<Review> reviews = new ArrayList<>();
    for (String[] pair :
        new String[][] {
          {
            "amazon2018-giftcards/meta_Gift_Cards.json.gz",
            "amazon2018-giftcards/Gift_Cards_5.json.gz"
          },
          {
            "amazon2018-magazine/meta_Magazine_Subscriptions.json.gz",
            "amazon2018-magazine/Magazine_Subscriptions_5.json.gz"
          }
        }) {
      products.addAll(AmazonCatalogue.of(RealData.file(pair[0])).read().records());
      reviews.addAll(AmazonReviews.of(RealData.file(pair[1])).read().records());
    }
    ReviewNeeds needs = ReviewNeeds.of(reviews, products);
    assertTrue(needs.shoppers() > 100, needs.shoppers() + " shoppers");
    int given = 0;
    for (SeedQuery seed : SeedQueries.fromCatalogue(products)) {
      Optional<Need> need = need(needs, seed, given);
      given += need.isPresent() ? 1 : 0;
      need.ifPresent(known ->
          reviews.forEach(review -> {
            assertFalse(known.description().contains(review.userId()));
            assertFalse(review.text().length() > 30 && known.description().contains(review.text()));
          }));
    }
    assertTrue(given > 0, "no seed has a shopper");
  }
}
