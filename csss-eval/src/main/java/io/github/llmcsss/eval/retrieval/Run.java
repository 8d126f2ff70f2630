package io.github.llmcsss.eval.retrieval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a system found for each query. Ranks are not kept: as in {@code trec_eval}, the order is
 * that of the scores, highest first, and of documents with the same score that with the greater id
 * comes first. Immutable and thread-safe.
 */
public final class Run {
  private final String id;
  private final SortedMap<String, List<String>> rankings;

  private Run(String id, SortedMap<String, List<String>> rankings) {
    this.id = id;
    this.rankings = rankings;
  }

  /** Scores by query and document. */
  public static Run of(String id, Map<String, ? extends Map<String, Double>> scores) {
    Builder builder = builder(id);
    scores.forEach((query, documents) ->
        documents.forEach((document, score) -> builder.add(query, document, score)));
    return builder.build();
  }

  /** A builder without documents. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** The name of the system. */
  public String id() {
    return id;
  }

  /** The queries for which something was found, in the order of their bytes. */
  public Set<String> queries() {
    return rankings.keySet();
  }

  /** The documents of a query, best first; empty if nothing was found. */
  public List<String> ranking(String query) {
    return rankings.getOrDefault(query, List.of());
  }

  /** Collects documents; not thread-safe. */
  public static final class Builder {
    private String id;
    private final SortedMap<String, Found> queries = new TreeMap<>(ByteOrder.OF_TEXTS);
    private String query = "";
    private Found found = new Found();

    private static final class Found {
      private final List<String> documents = new ArrayList<>();
      private final Set<String> seen = new HashSet<>();
      private float[] scores = new float[16];
    }

    private Builder(String id) {
      this.id = id;
    }

    /** Names the system anew. */
    public Builder id(String value) {
      this.id = value;
      return this;
    }

    /**
     * Adds a document.
     *
     * @param score is kept in single precision, as {@code trec_eval} does
     * @throws IllegalArgumentException if the score is NaN, or the document is there already
     */
    public Builder add(String query, String document, double score) {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException(
            "score must not be NaN, but that of \"" + document + "\" for \"" + query + "\" was");
      }
      if (!query.equals(this.query) || queries.isEmpty()) {
        this.query = query;
        found = queries.computeIfAbsent(query, any -> new Found());
      }
      if (!found.seen.add(document)) {
        throw new IllegalArgumentException(
            "the document \"" + document + "\" is there twice for the query \"" + query + "\"");
      }
      int size = found.documents.size();
      if (size == found.scores.length) {
        found.scores = Arrays.copyOf(found.scores, 2 * size);
      }
      found.scores[size] = (float) score;
      found.documents.add(document);
      return this;
    }

    /** The run so far; the builder must not be used any more. */
    public Run build() {
      SortedMap<String, List<String>> rankings = new TreeMap<>(ByteOrder.OF_TEXTS);
      queries.forEach((name, one) -> rankings.put(name, Ranks.ranked(one.documents, one.scores)));
      return new Run(id, Collections.unmodifiableSortedMap(rankings));
    }
  }
}
