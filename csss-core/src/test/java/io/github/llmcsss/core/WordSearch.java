package io.github.llmcsss.core;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.core.internal.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Ranks by words in common, and in the order of the catalogue where they are as many.
 *
 * @param catalogue what is searched
 * @param text of a product, as far as it is searched
 */
public record WordSearch(List<Document> catalogue, Function<Document, String> text)
    implements SearchEnvironment {
  @Override
  public SearchResult search(SearchRequest request) {
    Set<String> wanted = Words.contentStems(request.query());
    record Hit(Document document, long score) {}
    List<Hit> hits = new ArrayList<>();
    for (Document product : catalogue) {
      Set<String> words = Words.contentStems(text.apply(product));
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
}
