package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchResult;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Documents for tests. */
final class Catalogues {
  static final List<Document> SHOP =
      List.of(
          Document.builder("boots", "Waterproof hiking boots")
              .brand("Tarnfell")
              .features(List.of("Sealed seams", "Grippy sole"))
              .description("Made for wet trails and long days in the hills.")
              .categories(List.of("Sports", "Hiking", "Footwear"))
              .price(89.5)
              .attributes(Map.of("colour", "brown"))
              .build(),
          Document.builder("sandals", "Hiking sandals")
              .brand("Tarnfell")
              .description("Light sandals that dry fast.")
              .categories(List.of("Sports", "Hiking", "Footwear"))
              .price(45)
              .build(),
          Document.builder("poles", "Folding trekking poles")
              .brand("Quillon")
              .features(List.of("Cork handles", "For hiking in the hills"))
              .categories(List.of("Sports", "Hiking", "Poles"))
              .price(60)
              .build(),
          Document.builder("kettle", "Electric kettle")
              .brand("Brumelo")
              .features(List.of("1.7 litres", "Switches itself off"))
              .categories(List.of("Home", "Kitchen"))
              .build());

  private Catalogues() {}

  /** Up to 30 documents of few words, so that they share terms, lengths and scores. */
  static Arbitrary<List<Document>> small() {
    Arbitrary<String> word = Arbitraries.of(WORDS);
    Arbitrary<String> text = word.list().ofMaxSize(6).map(words -> String.join(" ", words));
    Arbitrary<String> title =
        word.list().ofMinSize(1).ofMaxSize(5).map(words -> String.join(" ", words));
    Arbitrary<List<String>> path =
        Arbitraries.of("Sports", "Home", "Hiking", "Footwear").list().ofMaxSize(3);
    Arbitrary<OptionalDouble> price =
        Arbitraries.integers()
            .between(-3, 20)
            .map(value -> value < 0 ? OptionalDouble.empty() : OptionalDouble.of(value));
    Arbitrary<String> id =
        Arbitraries.strings().withChars("abc\uD83D\uDE00\uFFEE").ofMinLength(1).ofMaxLength(4);
    return Combinators.combine(id, title, text, text.list().ofMaxSize(2), text, path, price)
        .as((i, t, brand, features, description, categories, p) ->
            new Document(i, t, brand, features, description, categories, p, Map.of()))
        .list()
        .uniqueElements(Document::id)
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  /** Words of the catalogue, one unknown word and a stop word. */
  static Arbitrary<String> query() {
    return Arbitraries.of(WORDS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(words -> String.join(" ", words));
  }

  static List<String> ids(SearchResult result) {
    return result.documents().stream().map(RetrievedDocument::document).map(Document::id).toList();
  }

  private static final String[] WORDS = {
    "red", "shoe", "shoes", "running", "lamp", "desk", "warm", "kettle", "the", "cup", "steel"
  };
}
