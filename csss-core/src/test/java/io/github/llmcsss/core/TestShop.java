package io.github.llmcsss.core;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.internal.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A catalogue of forty products in memory, searched by words in common, and seed queries for it.
 */
final class TestShop {
  private static final List<String> KINDS =
      List.of("Backpack", "Kettle", "Lamp", "Jacket", "Tent", "Chair", "Bottle", "Keyboard");
  private static final List<String> MAKERS = List.of("Novara", "Tilk", "Brenn", "Osmo", "Quill");

  static final List<Document> PRODUCTS = products();

  private TestShop() {}

  static SearchEnvironment search() {
    return TestShop::search;
  }

  static SearchResult search(SearchRequest request) {
    Set<String> wanted = Words.contentStems(request.query());
    record Hit(Document document, long score) {}
    List<Hit> hits = new ArrayList<>();
    for (Document product : PRODUCTS) {
      Set<String> words = Words.contentStems(product.title() + " " + product.features());
      long score = wanted.stream().filter(words::contains).count();
      if (score > 0) {
        hits.add(new Hit(product, score));
      }
    }
    hits.sort(Comparator.comparingLong(Hit::score).reversed());
    List<RetrievedDocument> found = new ArrayList<>();
    for (Hit hit : hits.subList(0, Math.min(hits.size(), request.maximumDocuments()))) {
      found.add(new RetrievedDocument(found.size() + 1, hit.document(), hit.score()));
    }
    return new SearchResult(found);
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
