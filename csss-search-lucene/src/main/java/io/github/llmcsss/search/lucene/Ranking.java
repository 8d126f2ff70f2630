package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Provenance;
import java.util.Map;
import java.util.TreeMap;

/**
 * How documents are ranked. Chosen when a search is opened; the vectors that {@link Dense} and
 * {@link Hybrid} need are stored when the index is written.
 */
public sealed interface Ranking {
  /** BM25 with the default settings. */
  static Ranking bm25() {
    return new Bm25(Bm25Settings.DEFAULT);
  }

  /** BM25 with these settings. */
  static Ranking bm25(Bm25Settings settings) {
    return new Bm25(settings);
  }

  /** By the cosine of vectors, with the default number of candidates. */
  static Ranking dense(Embedder embedder) {
    return new Dense(embedder, Dense.DEFAULT_CANDIDATES);
  }

  /** Default BM25 and dense ranking fused with the default constant. */
  static Ranking hybrid(Embedder embedder) {
    return new Hybrid(
        Bm25Settings.DEFAULT,
        new Dense(embedder, Dense.DEFAULT_CANDIDATES),
        Hybrid.DEFAULT_RANK_CONSTANT);
  }

  /** What shapes the ranking, for a run's record. */
  Provenance provenance();

  /**
   * By words [Robertson 1994]; a document's score is its BM25 score, above 0.
   *
   * @param settings weights of fields and constants
   */
  record Bm25(Bm25Settings settings) implements Ranking {
    @Override
    public Provenance provenance() {
      return new Provenance("bm25", settings.facts());
    }
  }

  /**
   * By meaning: the nearest vectors, found in a graph (HNSW, Malkov and Yashunin 2018), so that now
   * and then a near one is missed. A document's score is the cosine, -1 to 1.
   *
   * @param embedder embeds the queries; the one that the index was written with; stays the caller's
   * @param candidates how many documents are looked for in the graph, and found at most, whatever
   *     the request asks for: so a shorter result is the start of a longer one; 1 or more
   */
  record Dense(Embedder embedder, int candidates) implements Ranking {
    /** The default number of candidates, 200. */
    public static final int DEFAULT_CANDIDATES = 200;

    /** Checks the number of candidates. */
    public Dense {
      check(candidates, "candidates");
    }

    @Override
    public Provenance provenance() {
      Map<String, String> facts = new TreeMap<>(EmbedderRecord.facts(embedder.provenance()));
      facts.put("dense.candidates", String.valueOf(candidates));
      return new Provenance("dense", facts);
    }
  }

  /**
   * Both rankings fused by reciprocal rank [Cormack 2009]: a document's score is the sum of {@code
   * 1 / (rankConstant + rank)} over the rankings that hold it. Each ranking gives its first {@code
   * dense.candidates()} documents.
   *
   * @param bm25 the ranking by words
   * @param dense the ranking by meaning
   * @param rankConstant how little the first ranks stand out; 1 or more
   */
  record Hybrid(Bm25Settings bm25, Dense dense, int rankConstant) implements Ranking {
    /** The default constant, 60. */
    public static final int DEFAULT_RANK_CONSTANT = 60;

    /** Checks the constant. */
    public Hybrid {
      check(rankConstant, "rankConstant");
    }

    @Override
    public Provenance provenance() {
      Map<String, String> facts = new TreeMap<>(bm25.facts());
      facts.putAll(dense.provenance().facts());
      facts.put("hybrid.rankConstant", String.valueOf(rankConstant));
      return new Provenance("hybrid", facts);
    }
  }

  private static void check(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, but was " + value);
    }
  }
}
