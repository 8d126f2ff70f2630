package io.github.llmcsss.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a search found ({@code D_t} in the paper).
 *
 * @param documents best first, ranks 1, 2, 3 ..., scores not increasing, no document twice
 */
public record SearchResult(List<RetrievedDocument> documents) {
  /** Nothing was found. */
  public static final SearchResult EMPTY = new SearchResult(List.of());

  /** Copies the list; checks ranks, order and ids. */
  public SearchResult {
    documents = List.copyOf(documents);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < documents.size(); i++) {
      RetrievedDocument found = documents.get(i);
      Checks.check(found.rank() == i + 1, "documents[" + i + "].rank", "" + (i + 1), found.rank());
      if (i > 0) {
        double before = documents.get(i - 1).score();
        Checks.check(
            found.score() <= before,
            "documents[" + i + "].score",
            "at most that before it, " + before,
            found.score());
      }
      String id = found.document().id();
      Checks.check(ids.add(id), "documents[" + i + "].id", "there once", id);
    }
  }
}
