package io.github.llmcsss.eval.retrieval;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One ranking with the relevance of its documents: what every measure is computed from. Sums up to
 * each rank are made once, as there are many cutoffs. Immutable.
 */
final class Judged {
  /** Of a document that nobody was to judge. */
  static final int NOT_IN_POOL = -1;

  /** Of a document that was to be judged and was not. */
  static final int NOT_JUDGED = -2;

  private final int[] ranked;
  private final int[] levels;
  private final int relevanceLevel;
  private final int relevant;
  private final int[] relevantBefore;
  private final double[] precisionSums;

  private Judged(int[] ranked, int[] levels, int relevanceLevel) {
    this.ranked = ranked;
    this.levels = levels;
    this.relevanceLevel = relevanceLevel;
    int count = 0;
    for (int level = relevanceLevel; level < levels.length; level++) {
      count += levels[level];
    }
    this.relevant = count;
    this.relevantBefore = new int[ranked.length + 1];
    this.precisionSums = new double[ranked.length + 1];
    for (int i = 0; i < ranked.length; i++) {
      boolean found = ranked[i] >= relevanceLevel;
      relevantBefore[i + 1] = relevantBefore[i] + (found ? 1 : 0);
      precisionSums[i + 1] =
          found ? precisionSums[i] + (double) relevantBefore[i + 1] / (i + 1) : precisionSums[i];
    }
  }

  static Judged of(
      Map<String, Integer> judgements, List<String> documents, EvaluationOptions options) {
    int most = 0;
    for (int relevance : judgements.values()) {
      most = Math.max(most, relevance);
    }
    int[] levels = new int[most + 1];
    for (int relevance : judgements.values()) {
      if (relevance >= 0) {
        levels[relevance]++;
      }
    }
    int[] ranked = new int[Math.min(documents.size(), options.maximumDocuments())];
    int size = 0;
    for (int i = 0; i < ranked.length; i++) {
      Integer judgement = judgements.get(documents.get(i));
      int relevance =
          judgement == null ? NOT_IN_POOL : judgement < 0 ? NOT_JUDGED : judgement.intValue();
      if (relevance >= 0 || !options.judgedOnly()) {
        ranked[size++] = relevance;
      }
    }
    int[] kept = size == ranked.length ? ranked : Arrays.copyOf(ranked, size);
    return new Judged(kept, levels, options.relevanceLevel());
  }

  /**
   * Relevance by rank: 0 or more, {@link #NOT_JUDGED} or {@link #NOT_IN_POOL}; not to be changed.
   */
  int[] ranked() {
    return ranked;
  }

  /**
   * How many documents were judged to have each relevance; at least one level; not to be changed.
   */
  int[] levels() {
    return levels;
  }

  /** How many documents are relevant. */
  int relevant() {
    return relevant;
  }

  /** How many of the relevant ones are in the ranking. */
  int relevantRetrieved() {
    return relevantBefore[ranked.length];
  }

  int retrieved() {
    return ranked.length;
  }

  boolean isRelevant(int index) {
    return ranked[index] >= relevanceLevel;
  }

  /** How many relevant ones there are among the first. */
  int relevantWithin(int cutoff) {
    return relevantBefore[Math.min(cutoff, ranked.length)];
  }

  /** The sum of the precisions at the relevant ones among the first. */
  double precisionSum(int cutoff) {
    return precisionSums[Math.min(cutoff, ranked.length)];
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
