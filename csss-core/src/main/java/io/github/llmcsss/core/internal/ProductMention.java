package io.github.llmcsss.core.internal;

import io.github.llmcsss.api.RetrievedDocument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether an answer names a retrieved product, by a mechanical rule: a distinctive part of its
 * title stands in the answer, word for word.
 *
 * <p>A part is a run of at least three consecutive words of the title, or at least two if the run
 * starts with the title's first word (where brand and model stand), or a title of one word. It is
 * distinctive if one of its content words is neither in the query nor in the title of another
 * document of the same search. Case, punctuation and plural endings do not count.
 */
public final class ProductMention {
  private static final int RUN = 3;
  private static final int RUN_AT_START = 2;

  private ProductMention() {}

  /** Whether one of the documents is named. */
  public static boolean any(String answer, String query, List<RetrievedDocument> documents) {
    return documents.stream().anyMatch(one -> names(answer, query, documents, one));
  }

  /** Whether one certain document, which is among those of the search, is named. */
  public static boolean names(
      String answer, String query, List<RetrievedDocument> documents, RetrievedDocument one) {
    List<String> title = stems(one.document().title());
    List<String> spoken = stems(answer);
    Set<String> common = new HashSet<>(stems(query));
    for (RetrievedDocument other : documents) {
      if (other.rank() != one.rank()) {
        common.addAll(stems(other.document().title()));
      }
    }
    for (int start = 0; start < title.size(); start++) {
      int run = Math.min(title.size(), start == 0 ? RUN_AT_START : RUN);
      for (int at = 0; at < spoken.size(); at++) {
        int length = commonRun(title, start, spoken, at);
        List<String> part = title.subList(start, start + length);
        if (length >= run && part.stream().anyMatch(w -> distinctive(w, common))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean distinctive(String stem, Set<String> common) {
    return Words.isContent(stem) && !common.contains(stem);
  }

  private static int commonRun(List<String> title, int start, List<String> spoken, int at) {
    int length = 0;
    while (start + length < title.size()
        && at + length < spoken.size()
        && title.get(start + length).equals(spoken.get(at + length))) {
      length++;
    }
    return length;
  }

  private static List<String> stems(String text) {
    return Words.of(text).stream().map(Words::stem).toList();
  }
}
