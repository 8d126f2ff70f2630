package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTypesTest {
  private static RetrievedDocument found(int rank, String id, double score) {
    return new RetrievedDocument(rank, Document.builder(id, "t").build(), score);
  }

  @Property
  void holdsAnyRankingInOrder(@ForAll List<@DoubleRange(min = -1e6, max = 1e6) Double> scores) {
    List<Double> sorted = scores.stream().sorted((a, b) -> Double.compare(b, a)).toList();
    List<RetrievedDocument> documents = new ArrayList<>();
    for (double score : sorted) {
      documents.add(found(documents.size() + 1, "d" + documents.size(), score));
    }
    assertEquals(documents, new SearchResult(documents).documents());
  }

  @Test
  void refusesAWrongRank() {
    assertRefused(
        "documents[1].rank",
        3,
        () -> new SearchResult(List.of(found(1, "a", 2), found(3, "b", 1))));
    assertRefused("rank", 0, () -> found(0, "a", 1));
  }

  @Test
  void refusesIncreasingScoresAndNaN() {
    assertRefused(
        "documents[1].score",
        2.5,
        () -> new SearchResult(List.of(found(1, "a", 2), found(2, "b", 2.5))));
    assertRefused("score", Double.NaN, () -> found(1, "a", Double.NaN));
  }

  @Test
  void refusesADocumentTwice() {
    assertRefused(
        "documents[1].id",
        "a",
        () -> new SearchResult(List.of(found(1, "a", 2), found(2, "a", 2))));
  }

  @Test
  void copiesWhatWasFound() {
    List<RetrievedDocument> documents = new ArrayList<>(List.of(found(1, "a", 2)));
    SearchResult result = new SearchResult(documents);
    documents.clear();
    assertEquals(1, result.documents().size());
    assertThrows(UnsupportedOperationException.class, () -> result.documents().clear());
    assertEquals(List.of(), SearchResult.EMPTY.documents());
  }

  @Property
  void asksForAtLeastOneDocument(@ForAll @IntRange(min = 1) int wanted) {
    assertEquals(new SearchRequest("x", wanted, SearchFilter.NONE), SearchRequest.of("x", wanted));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refusesToAskForNothing(int wanted) {
    assertRefused("maximumDocuments", wanted, () -> SearchRequest.of("x", wanted));
  }

  @Property
  void filtersByAnyRangeOfPrices(
      @ForAll @DoubleRange(min = 0, max = 1e6) double minimum,
      @ForAll @DoubleRange(min = 0, max = 1e6) double more) {
    SearchFilter filter = SearchFilter.under(List.of("a")).withPrice(minimum, minimum + more);
    assertEquals(List.of("a"), filter.categories());
    assertEquals(OptionalDouble.of(minimum), filter.minimumPrice());
    assertEquals(OptionalDouble.of(minimum + more), filter.maximumPrice());
  }

  @Test
  void refusesPricesThatAreNone() {
    SearchFilter none = SearchFilter.NONE;
    assertRefused("minimumPrice", Double.NaN, () -> none.withPrice(Double.NaN, 1));
    assertRefused("maximumPrice", Double.NaN, () -> none.withPrice(1, Double.NaN));
    assertRefused("minimumPrice", -1.0, () -> none.withPrice(-1, 1));
    assertRefused("maximumPrice", 1.0, () -> none.withPrice(2, 1));
  }

  @Test
  void copiesTheCategories() {
    List<String> path = new ArrayList<>(List.of("a"));
    SearchFilter filter = SearchFilter.under(path);
    path.add("b");
    assertEquals(List.of("a"), filter.categories());
  }

  @Test
  void isSearchedByOneMethod() throws IOException {
    try (SearchEnvironment search =
        request -> new SearchResult(List.of(found(1, request.query(), 1)))) {
      RetrievedDocument only = search.search(SearchRequest.of("q", 1)).documents().getFirst();
      assertEquals("q", only.document().id());
      assertEquals("lambda", search.provenance().name());
      assertDoesNotThrow(search::close);
    }
  }
}
