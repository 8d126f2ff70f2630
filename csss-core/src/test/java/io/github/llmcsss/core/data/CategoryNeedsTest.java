package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.SeedQuery;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CategoryNeedsTest {
  private static final List<String> MUGS = List.of("Home", "Mugs");
  private static final SeedQuery SEED = new SeedQuery("home mugs", MUGS, Optional.empty());

  private static final Document MUG =
      Document.builder("M1", "Clayworks Footed Irish Coffee Mug CW-300X Set")
          .brand("Clayworks")
          .categories(List.of("Home", "Mugs", "Coffee Mugs"))
          .features(
              List.of(
                  "EASY TO CLEAN: goes into any dishwasher",
                  "Footed Irish coffee mug for the evening",
                  "Made by Clayworks",
                  "Like the cw-300x but larger"))
          .attributes(
              Map.of("Material", "Glass", "Brand", "Clayworks", "Item model number", "CW-300X"))
          .price(37)
          .build();

  @Test
  void describesAProductOfTheCategoryWithoutSayingWhichOneItIs() {
    assertEquals(List.of("material: Glass", "easy to clean"), NeedFacts.of(MUG));
    for (long seed = 0; seed < 100; seed++) {
      Need need = need(CategoryNeeds.of(List.of(MUG)), SEED, seed).orElseThrow();
      assertEquals(Set.of("M1"), need.targets());
      assertTrue(need.description().startsWith("mugs; "), need.description());
      assertFalse(need.description().toLowerCase(Locale.ROOT).contains("clayworks"));
    }
  }

  @Test
  void drawsOtherProductsAndOtherFactsForOtherSeeds() {
    Document plain =
        Document.builder("M2", "Cup").categories(MUGS).attributes(Map.of("Color", "Red")).build();
    CategoryNeeds needs = CategoryNeeds.of(List.of(MUG, plain));
    Set<Need> drawn = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      drawn.add(need(needs, SEED, seed).orElseThrow());
      assertEquals(need(needs, SEED, seed), need(needs, SEED, seed));
    }
    assertTrue(drawn.contains(new Need("mugs; color: Red", Set.of("M2"))));
    assertTrue(drawn.contains(new Need("mugs; easy to clean", Set.of("M1"))));
    assertTrue(
        drawn.contains(new Need("mugs; material: Glass; easy to clean", Set.of("M1"))), "" + drawn);
    assertTrue(drawn.contains(new Need("mugs; material: Glass; price at most 45", Set.of("M1"))));
  }

  @Test
  void keepsTheNeedOfTheSeedAndGivesNoneWhereThereIsNothingToTell() {
    CategoryNeeds needs = CategoryNeeds.of(List.of(MUG));
    Optional<Need> own = Optional.of(new Need("a red one", Set.of("X")));
    assertEquals(own, need(needs, new SeedQuery("mugs", MUGS, own), 1));
    assertEquals(Optional.empty(), need(needs, SeedQuery.of("mugs"), 1));
    SeedQuery elsewhere = new SeedQuery("lamps", List.of("Home", "Lamps"), Optional.empty());
    assertEquals(Optional.empty(), need(needs, elsewhere, 1));
    Document bare = Document.builder("M3", "Bare").categories(MUGS).price(3).build();
    assertEquals(Optional.empty(), need(CategoryNeeds.of(List.of(bare)), SEED, 1));
  }

  @Test
  void roundsPricesUp() {
    Map<Double, Long> bounds =
        Map.of(0.4, 1L, 6.2, 7L, 10.0, 10L, 37.0, 40L, 101.0, 150L, 1180.0, 1500L);
    bounds.forEach((price, bound) -> assertEquals(bound, NeedText.bound(price)));
  }

  @Test
  void saysWhichProductsItKnows() {
    assertNotEquals(
        CategoryNeeds.of(List.of(MUG)).provenance(),
        CategoryNeeds.of(List.of(MUG.toBuilder().price(38).build())).provenance());
  }

  @Test
  void givesMostSeedsOfTheRealCatalogueANeed() throws IOException {
    List<Document> products =
        AmazonCatalogue.of(RealData.file("amazon2023-meta-20k/meta_20k.jsonl.gz")).read().records();
    Map<String, List<String>> paths = new HashMap<>();
    products.forEach(product -> paths.put(product.id(), product.categories()));
    CategoryNeeds needs = CategoryNeeds.of(products);
    List<SeedQuery> seeds = SeedQueries.fromCatalogue(products);
    int given = 0;
    for (SeedQuery seed : seeds) {
      Optional<Need> need = need(needs, seed, given);
      given += need.isPresent() ? 1 : 0;
      need.ifPresent(known -> {
        String target = known.targets().stream().findFirst().orElseThrow();
        List<String> path = paths.getOrDefault(target, List.of());
        assertEquals(seed.categories(), path.subList(0, seed.categories().size()));
        assertFalse(known.description().contains(target));
        assertTrue(known.description().length() < 300, known.description());
      });
    }
    assertTrue(given > 0.95 * seeds.size(), given + " of " + seeds.size());
  }

  private static Optional<Need> need(CategoryNeeds needs, SeedQuery seed, long random) {
    return needs.need(seed, 0, new SplittableRandom(random));
  }
}
