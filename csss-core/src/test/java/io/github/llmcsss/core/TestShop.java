package io.github.llmcsss.core;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.api.SeedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A catalogue of forty products in memory, searched by words in common, and seed queries for it.
 */
final class TestShop {
  private static final List<String> KINDS =
      List.of("Backpack", "Kettle", "Lamp", "Jacket", "Tent", "Chair", "Bottle", "Keyboard");
  private static final List<String> MAKERS = List.of("Novara", "Tilk", "Brenn", "Osmo", "Quill");

  static final List<Document> PRODUCTS = products();
  private static final WordSearch SEARCH =
      new WordSearch(PRODUCTS, product -> product.title() + " " + product.features());

  private TestShop() {}

  static SearchEnvironment search() {
    return TestShop::search;
  }

  static SearchResult search(SearchRequest request) {
    return SEARCH.search(request);
  }

  static List<SeedQuery> seeds(int count) {
    List<SeedQuery> seeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String kind = KINDS.get(i % KINDS.size());
      String maker = MAKERS.get(i / KINDS.size() % MAKERS.size());
      String more = i >= KINDS.size() * MAKERS.size() ? " number " + i : "";
      String text = maker.toLowerCase(Locale.ROOT) + " " + kind + more;
      seeds.add(new SeedQuery(text, List.of("Shop", kind), Optional.empty()));
    }
    return seeds;
  }

  private static List<Document> products() {
    List<Document> products = new ArrayList<>();
    for (String kind : KINDS) {
      for (String maker : MAKERS) {
        products.add(
            Document.builder("p" + products.size(), maker + " Trail " + kind)
                .brand(maker)
                .features(List.of("Sturdy and light", "For travel and camping"))
                .categories(List.of("Shop", kind))
                .price(9.5 + products.size())
                .build());
      }
    }
    return List.copyOf(products);
  }
}
