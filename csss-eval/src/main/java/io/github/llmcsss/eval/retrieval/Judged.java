package io.github.llmcsss.eval.retrieval;

import java.util.Map;

/**
 * One ranking with the relevance of its documents: what every measure is computed from.
 *
 * @param ranked relevance by rank: 0 or more, {@link #NOT_JUDGED} or {@link #NOT_IN_POOL}
 * @param levels how many documents were judged to have each relevance; at least one level
 * @param relevanceLevel from which relevance on a document counts as relevant
 * @param relevant how many documents are relevant
 * @param relevantRetrieved how many of these are in the ranking
 */
record Judged(int[] ranked, int[] levels, int relevanceLevel, int relevant, int relevantRetrieved) {
  /** Of a document that nobody was to judge. */
  static final int NOT_IN_POOL = -1;

  /** Of a document that was to be judged and was not. */
  static final int NOT_JUDGED = -2;

  static Judged of(
      Map<String, Integer> judgements, Run.Retrieved found, EvaluationOptions options) {
    int most = judgements.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int[] levels = new int[Math.max(0, most) + 1];
    int relevant = 0;
    for (int relevance : judgements.values()) {
      if (relevance >= 0) {
        levels[relevance]++;
        relevant += relevance >= options.relevanceLevel() ? 1 : 0;
      }
    }
    int[] order = Ranks.order(found);
    int[] ranked = new int[Math.min(order.length, options.maximumDocuments())];
    int size = 0;
    int retrieved = 0;
    for (int i = 0; i < ranked.length; i++) {
      Integer judgement = judgements.get(found.documents().get(order[i]));
      int relevance =
          judgement == null ? NOT_IN_POOL : judgement < 0 ? NOT_JUDGED : judgement.intValue();
      if (relevance >= 0 || !options.judgedOnly()) {
        ranked[size++] = relevance;
        retrieved += relevance >= options.relevanceLevel() ? 1 : 0;
      }
    }
    int[] kept = size == ranked.length ? ranked : java.util.Arrays.copyOf(ranked, size);
    return new Judged(kept, levels, options.relevanceLevel(), relevant, retrieved);
  }

  int retrieved() {
    return ranked.length;
  }

  boolean isRelevant(int index) {
    return ranked[index] >= relevanceLevel;
  }

  /** How many relevant ones there are among the first. */
  int relevantWithin(int cutoff) {
    int found = 0;
    for (int i = 0; i < Math.min(cutoff, ranked.length); i++) {
      found += isRelevant(i) ? 1 : 0;
    }
    return found;
  }

  /** Judged documents that are not relevant. */
  int notRelevant() {
    int count = 0;
    for (int level = 0; level < Math.min(relevanceLevel, levels.length); level++) {
      count += levels[level];
    }
    return count;
  }

  /** The relevance of the first documents, a character each, as {@code trec_eval} shows it. */
  String relevanceString(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(length, ranked.length); i++) {
      int relevance = ranked[i];
      text.append(
          switch (relevance) {
            case NOT_IN_POOL -> '-';
            case NOT_JUDGED -> '.';
            default -> relevance > 9 ? '>' : (char) ('0' + relevance);
          });
    }
    return text.toString();
  }
}
