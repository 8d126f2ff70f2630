package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchFilter;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SearchEnvironment} must do. Extend it in a test class of your own and say in
 * {@link #open()} what is tested; where its documents are not those of {@link SmallCatalogue},
 * override {@link #queries()} too.
 */
public abstract class SearchEnvironmentContract {
  private static final int WANTED = 10;

  /** For subclasses. */
  protected SearchEnvironmentContract() {}

  /** A search environment over {@link SmallCatalogue} (or your own documents); tests close it. */
  protected abstract SearchEnvironment open() throws Exception;

  /** At least two queries that find different documents. */
  protected List<String> queries() {
    return List.of(
        "running shoes", "rain jacket for children", "coffee", "light tent for two", "desk lamp");
  }

  @Test
  protected final void findsSomethingAndNotAlwaysTheSame() throws Exception {
    try (SearchEnvironment search = open()) {
      List<String> best = new ArrayList<>();
      for (String query : queries()) {
        List<RetrievedDocument> found = find(search, query).documents();
        assertFalse(found.isEmpty(), () -> "\"" + query + "\" finds nothing");
        best.add(found.getFirst().document().id());
      }
      assertTrue(best.stream().distinct().count() > 1, () -> "all queries find " + best);
    }
  }

  @Test
  protected final void returnsAtMostAsManyAsWanted() throws Exception {
    try (SearchEnvironment search = open()) {
      for (String query : queries()) {
        for (int wanted : new int[] {1, 2, 3, WANTED, 100_000, Integer.MAX_VALUE}) {
          int found = search.search(SearchRequest.of(query, wanted)).documents().size();
          assertTrue(found <= wanted, () -> found + " documents, but asked for " + wanted);
        }
      }
    }
  }

  @Test
  protected final void findsTheSameAgain() throws Exception {
    try (SearchEnvironment search = open();
        SearchEnvironment other = open()) {
      Map<String, SearchResult> first = findAll(search);
      for (int i = 0; i < 5; i++) {
        assertEquals(first, findAll(search), "the same request found something else");
      }
      assertEquals(first, findAll(other), "opened again, the same request found something else");
    }
  }

  @Test
  protected final void findsTheSameFromManyThreads() throws Exception {
    try (SearchEnvironment search = open();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Map<String, SearchResult> alone = findAll(search);
      List<Future<Map<String, SearchResult>>> together = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        together.add(threads.submit(() -> findAll(search)));
      }
      for (Future<Map<String, SearchResult>> one : together) {
        assertEquals(alone, one.get());
      }
    }
  }

  @Test
  protected final void keepsTheCategoryFilter() throws Exception {
    try (SearchEnvironment search = open()) {
      for (String query : queries()) {
        for (RetrievedDocument unfiltered : find(search, query).documents()) {
          List<String> path = unfiltered.document().categories();
          for (int levels = 1; levels <= path.size(); levels++) {
            checkFilter(search, query, SearchFilter.under(path.subList(0, levels)));
          }
        }
      }
    }
  }

  @Test
  protected final void findsNothingUnderAnUnknownCategory() throws Exception {
    try (SearchEnvironment search = open()) {
      SearchFilter filter = SearchFilter.under(List.of("no such category, surely"));
      for (String query : queries()) {
        SearchRequest request = new SearchRequest(query, WANTED, filter);
        assertEquals(SearchResult.EMPTY, search.search(request));
      }
    }
  }

  @Test
  protected final void keepsThePriceFilter() throws Exception {
    try (SearchEnvironment search = open()) {
      for (String query : queries()) {
        for (RetrievedDocument unfiltered : find(search, query).documents()) {
          if (unfiltered.document().price().isPresent()) {
            double price = unfiltered.document().price().getAsDouble();
            checkFilter(search, query, SearchFilter.NONE.withPrice(price, price));
            checkFilter(search, query, SearchFilter.NONE.withPrice(0, price));
            checkFilter(search, query, SearchFilter.NONE.withPrice(price, 2 * price + 1));
          }
        }
      }
    }
  }

  @Test
  protected final void findsNothingForAnEmptyQuery() throws Exception {
    try (SearchEnvironment search = open()) {
      for (String empty : List.of("", " ", "\t\n ")) {
        assertEquals(SearchResult.EMPTY, find(search, empty));
      }
    }
  }

  @Test
  protected final void readsTheQueryAsWordsAndNotAsSyntax() throws Exception {
    try (SearchEnvironment search = open()) {
      for (String query : queries()) {
        for (String form : HostileTexts.QUERY_FORMS) {
          String disguised = HostileTexts.fill(form, query);
          assertFalse(
              find(search, disguised).documents().isEmpty(),
              () -> "\"" + query + "\" finds documents, but nothing as: " + disguised);
        }
      }
    }
  }

  @Test
  protected final void survivesHostileQueries() throws Exception {
    try (SearchEnvironment search = open()) {
      Map<String, SearchResult> before = findAll(search);
      for (String hostile : HostileTexts.all()) {
        assertDoesNotThrow(() -> find(search, hostile), () -> "query: " + start(hostile));
      }
      assertEquals(before, findAll(search), "hostile queries changed what others find");
    }
  }

  @Test
  protected final void doesNotChangeItsProvenance() throws Exception {
    try (SearchEnvironment search = open();
        SearchEnvironment other = open()) {
      var provenance = search.provenance();
      findAll(search);
      assertEquals(provenance, search.provenance());
      assertEquals(provenance, other.provenance(), "the same documents, opened again");
    }
  }

  @Test
  protected final void closesTwice() throws Exception {
    SearchEnvironment search = open();
    search.close();
    assertDoesNotThrow(search::close);
  }

  private static void checkFilter(SearchEnvironment search, String query, SearchFilter filter)
      throws IOException {
    List<RetrievedDocument> all = find(search, query).documents();
    List<RetrievedDocument> found =
        search.search(new SearchRequest(query, WANTED, filter)).documents();
    for (RetrievedDocument document : found) {
      assertTrue(passes(filter, document.document()), () -> document + " must not pass " + filter);
    }
    Document best =
        all.stream()
            .map(RetrievedDocument::document)
            .filter(document -> passes(filter, document))
            .findFirst()
            .orElseThrow();
    assertTrue(
        found.stream().anyMatch(document -> document.document().equals(best)),
        () -> "with " + filter + " \"" + query + "\" no longer finds " + best);
    assertFalse(
        search.search(new SearchRequest(query, 1, filter)).documents().isEmpty(),
        () -> "cuts off before it filters: " + filter);
  }

  private static boolean passes(SearchFilter filter, Document document) {
    List<String> path = document.categories();
    int levels = filter.categories().size();
    double from = filter.minimumPrice().orElse(Double.NEGATIVE_INFINITY);
    double to = filter.maximumPrice().orElse(Double.POSITIVE_INFINITY);
    boolean priced = filter.minimumPrice().isPresent() || filter.maximumPrice().isPresent();
    boolean price =
        !priced
            || (document.price().isPresent()
                && document.price().getAsDouble() >= from
                && document.price().getAsDouble() <= to);
    return price && path.size() >= levels && path.subList(0, levels).equals(filter.categories());
  }

  private static SearchResult find(SearchEnvironment search, String query) throws IOException {
    return search.search(SearchRequest.of(query, WANTED));
  }

  private Map<String, SearchResult> findAll(SearchEnvironment search) throws IOException {
    Map<String, SearchResult> found = new HashMap<>();
    for (String query : queries()) {
      found.put(query, find(search, query));
    }
    return found;
  }

  private static String start(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + " ...";
  }
}
