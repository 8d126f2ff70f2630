package io.github.llmcsss.eval.retrieval;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which documents are relevant to which queries, and how much. A relevance less than 0 means: was
 * to be judged, and was not. Immutable and thread-safe.
 */
public final class Qrels {
  private final SortedMap<String, Map<String, Integer>> judgements;

  private Qrels(SortedMap<String, Map<String, Integer>> judgements) {
    this.judgements = judgements;
  }

  /** Relevance by query and document. */
  public static Qrels of(Map<String, ? extends Map<String, Integer>> judgements) {
    Builder builder = new Builder();
    judgements.forEach((query, documents) ->
        documents.forEach((document, relevance) -> builder.add(query, document, relevance)));
    return builder.build();
  }

  /** A builder without judgements. */
  public static Builder builder() {
    return new Builder();
  }

  /** The queries that have judgements, in the order of their bytes. */
  public Set<String> queries() {
    return judgements.keySet();
  }

  /** Relevance by document for a query; empty if it has no judgements. */
  public Map<String, Integer> of(String query) {
    return judgements.getOrDefault(query, Map.of());
  }

  /** How many judgements there are. */
  public long size() {
    return judgements.values().stream().mapToLong(Map::size).sum();
  }

  /** Collects judgements; not thread-safe. */
  public static final class Builder {
    private final SortedMap<String, Map<String, Integer>> judgements =
        new TreeMap<>(ByteOrder.OF_TEXTS);
    private String query = "";
    private Map<String, Integer> documents = new HashMap<>();

    private Builder() {}

    /**
     * Adds a judgement.
     *
     * @throws IllegalArgumentException if this document was judged for this query before
     */
    public Builder add(String query, String document, int relevance) {
      if (!query.equals(this.query) || judgements.isEmpty()) {
        this.query = query;
        documents = judgements.computeIfAbsent(query, any -> new HashMap<>());
      }
      if (documents.putIfAbsent(document, relevance) != null) {
        throw new IllegalArgumentException(
            "the document \"" + document + "\" is judged twice for the query \"" + query + "\"");
      }
      return this;
    }

    /** The judgements so far; the builder must not be used any more. */
    public Qrels build() {
      judgements.replaceAll((any, judged) -> Collections.unmodifiableMap(judged));
      return new Qrels(Collections.unmodifiableSortedMap(judgements));
    }
  }
}
