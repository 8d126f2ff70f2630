package io.github.llmcsss.api;

/**
 * A document at its place in a ranking.
 *
 * @param rank 1 for the best
 * @param document what was found
 * @param score the search environment's own; never NaN
 */
public record RetrievedDocument(int rank, Document document, double score) {
  /** Checks rank and score. */
  public RetrievedDocument {
    Checks.check(rank >= 1, "rank", "1 or more", rank);
    Checks.check(!Double.isNaN(score), "score", "a number", score);
  }
}
