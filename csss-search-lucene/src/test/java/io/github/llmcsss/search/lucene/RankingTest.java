package io.github.llmcsss.search.lucene;

import static io.github.llmcsss.search.lucene.Catalogues.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchFilter;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RankingTest {
  private static final WordEmbedder EMBEDDER = new WordEmbedder(8, 1);
  private static final Bm25Settings UNUSUAL =
      Bm25Settings.builder()
          .title(1)
          .brand(0)
          .features(4.5)
          .description(2)
          .categories(1)
          .k1(0.4)
          .b(0.9)
          .build();

  @Property(tries = 200)
  void wordsRankAsTheFormulaSays(
      @ForAll("catalogues") List<Document> catalogue,
      @ForAll("queries") String query,
      @ForAll boolean usual)
      throws IOException {
    Bm25Settings settings = usual ? Bm25Settings.DEFAULT : UNUSUAL;
    Map<String, Double> expected = new BruteForceBm25(catalogue, settings).scores(query);
    try (LuceneSearch search = LuceneSearch.inMemory(catalogue, Ranking.bm25(settings))) {
      SearchResult found = search.search(SearchRequest.of(query, 100));
      assertEquals(expected.keySet(), new HashSet<>(ids(found)));
      for (RetrievedDocument hit : found.documents()) {
        double score = expected.getOrDefault(hit.document().id(), 0.0);
        assertEquals(score, hit.score(), 1e-5 * score);
      }
      assertTiesById(found);
    }
  }

  @Property(tries = 100)
  void vectorsRankByCosine(
      @ForAll("catalogues") List<Document> catalogue, @ForAll("queries") String query)
      throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(catalogue, Ranking.dense(EMBEDDER))) {
      SearchResult found = search.search(SearchRequest.of(query, 100));
      assertEquals(isStopWords(query) ? 0 : catalogue.size(), found.documents().size());
      float[] asked = EMBEDDER.embed(List.of(query))[0];
      for (RetrievedDocument hit : found.documents()) {
        String text = Fields.embeddedText(hit.document());
        float[] vector = EMBEDDER.embed(List.of(text))[0];
        assertEquals(dot(asked, vector), hit.score(), 1e-5);
      }
      assertTiesById(found);
    }
  }

  @Property(tries = 100)
  void hybridIsTheSumOfReciprocalRanks(
      @ForAll("catalogues") List<Document> catalogue, @ForAll("queries") String query)
      throws IOException {
    try (LuceneSearch words = LuceneSearch.inMemory(catalogue);
        LuceneSearch meaning = LuceneSearch.inMemory(catalogue, Ranking.dense(EMBEDDER));
        LuceneSearch both = LuceneSearch.inMemory(catalogue, Ranking.hybrid(EMBEDDER))) {
      SearchRequest request = SearchRequest.of(query, 100);
      List<String> byWords = ids(words.search(request));
      List<String> byMeaning = ids(meaning.search(request));
      SearchResult found = both.search(request);
      assertEquals(new HashSet<>(byMeaning), new HashSet<>(ids(found)));
      for (RetrievedDocument hit : found.documents()) {
        String id = hit.document().id();
        double score = reciprocal(byWords.indexOf(id)) + reciprocal(byMeaning.indexOf(id));
        assertEquals(score, hit.score(), 1e-12);
      }
      assertTiesById(found);
    }
  }

  @Property(tries = 100)
  void filtersOnlyRemove(
      @ForAll("catalogues") List<Document> catalogue,
      @ForAll("queries") String query,
      @ForAll("filters") SearchFilter filter,
      @ForAll("kinds") Ranking ranking)
      throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(catalogue, ranking)) {
      List<String> expected =
          search.search(SearchRequest.of(query, 100)).documents().stream()
              .map(RetrievedDocument::document)
              .filter(document -> passes(document, filter))
              .map(Document::id)
              .toList();
      List<String> found = ids(search.search(new SearchRequest(query, 100, filter)));
      // Fused ranks are those among the documents that pass, so that their order may differ.
      if (ranking instanceof Ranking.Hybrid) {
        assertEquals(new HashSet<>(expected), new HashSet<>(found));
      } else {
        assertEquals(expected, found);
      }
    }
  }

  @Property(tries = 100)
  void fewerDocumentsAreTheStartOfMore(
      @ForAll("catalogues") List<Document> catalogue,
      @ForAll("queries") String query,
      @ForAll("kinds") Ranking ranking,
      @ForAll @IntRange(min = 1, max = 12) int fewer,
      @ForAll @IntRange(min = 12, max = 40) int more)
      throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(catalogue, ranking)) {
      List<RetrievedDocument> all = search.search(SearchRequest.of(query, more)).documents();
      assertEquals(
          all.subList(0, Math.min(fewer, all.size())),
          search.search(SearchRequest.of(query, fewer)).documents());
    }
  }

  @Property(tries = 50)
  void theOrderOfTheCatalogueChangesNothing(
      @ForAll("catalogues") List<Document> catalogue,
      @ForAll("queries") String query,
      @ForAll("kinds") Ranking ranking)
      throws IOException {
    try (LuceneSearch forward = LuceneSearch.inMemory(catalogue, ranking);
        LuceneSearch backward = LuceneSearch.inMemory(catalogue.reversed(), ranking)) {
      SearchRequest request = SearchRequest.of(query, 10);
      assertEquals(forward.search(request), backward.search(request));
      assertEquals(forward.provenance(), backward.provenance());
    }
  }

  @Property(tries = 300)
  void anyStringIsWordsAndNeverSyntax(@ForAll("strings") String query) throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(Catalogues.SHOP, Ranking.hybrid(EMBEDDER))) {
      SearchResult found = search.search(SearchRequest.of(query, 10));
      assertTrue(found.documents().size() <= Catalogues.SHOP.size());
    }
  }

  @Provide
  Arbitrary<List<Document>> catalogues() {
    return Catalogues.small();
  }

  @Provide
  Arbitrary<String> queries() {
    return Catalogues.query();
  }

  @Provide
  Arbitrary<Ranking> kinds() {
    return Arbitraries.of(
        Ranking.bm25(), Ranking.dense(EMBEDDER), Ranking.hybrid(EMBEDDER), Ranking.bm25(UNUSUAL));
  }

  @Provide
  Arbitrary<SearchFilter> filters() {
    Arbitrary<List<String>> path = Arbitraries.of("Sports", "Home", "Hiking").list().ofMaxSize(2);
    Arbitrary<OptionalDouble> from = bound(0, 10);
    Arbitrary<OptionalDouble> to = bound(10, 20);
    return Combinators.combine(path, from, to).as(SearchFilter::new);
  }

  @Provide
  Arbitrary<String> strings() {
    Arbitrary<String> syntax =
        Arbitraries.of(
            "AND",
            "OR",
            "NOT",
            "title:",
            "*",
            "?",
            "~2",
            "^4",
            "\"",
            "(",
            ")",
            "[a TO b]",
            "{",
            "/",
            "\\",
            "+",
            "-",
            "&&",
            "||",
            "!",
            "boots",
            "the",
            "\uD800",
            "\u0000",
            "😀",
            " ");
    return Arbitraries.oneOf(
        Arbitraries.strings(), syntax.list().ofMaxSize(12).map(parts -> String.join("", parts)));
  }

  private static Arbitrary<OptionalDouble> bound(int from, int to) {
    return Arbitraries.integers()
        .between(from, to)
        .flatMap(value -> Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(value)));
  }

  private static boolean passes(Document document, SearchFilter filter) {
    int levels = filter.categories().size();
    boolean under =
        document.categories().size() >= levels
            && document.categories().subList(0, levels).equals(filter.categories());
    boolean priced = filter.minimumPrice().isPresent() || filter.maximumPrice().isPresent();
    double price = document.price().orElse(Double.NaN);
    return under
        && (!priced
            || (price >= filter.minimumPrice().orElse(0)
                && price <= filter.maximumPrice().orElse(Double.POSITIVE_INFINITY)));
  }

  private static boolean isStopWords(String query) {
    return query.replace("the", "").isBlank();
  }

  private static double reciprocal(int index) {
    return index < 0 ? 0 : 1.0 / (60 + index + 1);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static void assertTiesById(SearchResult found) {
    List<RetrievedDocument> hits = found.documents();
    for (int i = 1; i < hits.size(); i++) {
      if (hits.get(i - 1).score() == hits.get(i).score()) {
        assertTrue(hits.get(i - 1).document().id().compareTo(hits.get(i).document().id()) < 0);
      }
    }
  }
}
