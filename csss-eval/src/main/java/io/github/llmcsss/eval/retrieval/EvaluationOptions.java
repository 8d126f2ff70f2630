package io.github.llmcsss.eval.retrieval;

/**
 * How a run is held against judgements; the options of {@code trec_eval} in brackets.
 *
 * @param relevanceLevel from which relevance on a document counts as relevant for measures that
 *     know only relevant or not [{@code -l}]; 1 or more
 * @param maximumDocuments of each ranking that are looked at [{@code -M}]; 1 or more
 * @param judgedOnly whether documents without a judgement are taken out of the rankings [{@code
 *     -J}]
 * @param complete whether queries that have judgements and no ranking count as 0 in means [{@code
 *     -c}]; otherwise they are left out, as are queries without judgements always
 */
public record EvaluationOptions(
    int relevanceLevel, int maximumDocuments, boolean judgedOnly, boolean complete) {
  /** Checks the ranges. */
  public EvaluationOptions {
    require(relevanceLevel >= 1, "relevanceLevel", relevanceLevel);
    require(maximumDocuments >= 1, "maximumDocuments", maximumDocuments);
  }

  private static void require(boolean holds, String name, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be 1 or more, but was " + value);
    }
  }

  /** Those of {@code trec_eval} without options. */
  public static EvaluationOptions standard() {
    return new EvaluationOptions(1, Integer.MAX_VALUE, false, false);
  }

  /** With another level of relevance. */
  public EvaluationOptions withRelevanceLevel(int value) {
    return new EvaluationOptions(value, maximumDocuments, judgedOnly, complete);
  }

  /** With another depth. */
  public EvaluationOptions withMaximumDocuments(int value) {
    return new EvaluationOptions(relevanceLevel, value, judgedOnly, complete);
  }

  /** With rankings of judged documents alone, or not. */
  public EvaluationOptions withJudgedOnly(boolean value) {
    return new EvaluationOptions(relevanceLevel, maximumDocuments, value, complete);
  }

  /** With means over all judged queries, or not. */
  public EvaluationOptions withComplete(boolean value) {
    return new EvaluationOptions(relevanceLevel, maximumDocuments, judgedOnly, value);
  }
}
