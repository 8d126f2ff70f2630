package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchFilter;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Counts the words that query and product share; with a fault where one is planted. */
final class ToySearch implements SearchEnvironment {
  private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final List<Document> documents = SmallCatalogue.documents();
  private final String fault;
  private Set<String> shared = Set.of();
  private int searches;
  private int closed;

  ToySearch(String fault) {
    this.fault = fault;
  }

  @Override
  public SearchResult search(SearchRequest request) throws IOException {
    searches++;
    if (fault.equals("parses syntax") && request.query().contains("[")) {
      throw new IOException("cannot parse");
    }
    if (fault.equals("knows NOT") && request.query().startsWith("NOT ")) {
      return SearchResult.EMPTY;
    }
    Set<String> words = words(request.query());
    if (fault.equals("shares state")) {
      shared = words;
      LockSupport.parkNanos(20_000);
      words = shared;
    }
    if (fault.equals("always the same")) {
      words = Set.of("shoes");
    }
    if (fault.equals("limits words") && words.size() > 1_024) {
      throw new IllegalArgumentException("too many clauses");
    }
    List<RetrievedDocument> found = new ArrayList<>();
    for (Document document : documents) {
      Set<String> common = words(document.title() + " " + document.description());
      common.retainAll(words);
      boolean emptyQueryFindsAll = fault.equals("finds all for nothing") && words.isEmpty();
      if ((!common.isEmpty() || emptyQueryFindsAll) && passes(request.filter(), document)) {
        found.add(new RetrievedDocument(1, document, common.size()));
      }
    }
    found.sort(Comparator.comparingDouble(RetrievedDocument::score).reversed());
    int most = Math.min(request.maximumDocuments(), found.size());
    if (fault.equals("one too many")) {
      most = found.size();
    }
    if (fault.equals("counts over") && request.maximumDocuments() + 1 < 0) {
      throw new IllegalArgumentException("negative size");
    }
    List<RetrievedDocument> ranked = new ArrayList<>();
    for (RetrievedDocument document : found.subList(0, most)) {
      if (fault.equals("filters at the end") && !reallyPasses(request.filter(), document)) {
        continue;
      }
      double score = fault.equals("drifts") ? -ranked.size() - searches : document.score();
      ranked.add(new RetrievedDocument(ranked.size() + 1, document.document(), score));
    }
    return new SearchResult(ranked);
  }

  @Override
  public void close() {
    closed++;
    if (fault.equals("closes once") && closed > 1) {
      throw new IllegalStateException("closed");
    }
  }

  private boolean passes(SearchFilter filter, Document document) {
    return fault.equals("filters at the end")
        || reallyPasses(filter, new RetrievedDocument(1, document, 1));
  }

  private boolean reallyPasses(SearchFilter filter, RetrievedDocument found) {
    Document document = found.document();
    int levels = filter.categories().size();
    boolean category =
        fault.equals("ignores categories")
            || (levels <= document.categories().size()
                && document.categories().subList(0, levels).equals(filter.categories()));
    double price = document.price().orElseThrow();
    boolean affordable =
        fault.equals("ignores prices")
            || (price >= filter.minimumPrice().orElse(0)
                && price <= filter.maximumPrice().orElse(Double.POSITIVE_INFINITY));
    return category && affordable;
  }

  private static Set<String> words(String text) {
    Set<String> words =
        new HashSet<>(Arrays.asList(NOT_WORDS.split(text.toLowerCase(Locale.ROOT), -1)));
    words.remove("");
    return words;
  }
}
