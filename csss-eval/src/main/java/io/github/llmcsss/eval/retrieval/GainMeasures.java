package io.github.llmcsss.eval.retrieval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Measures that know how relevant a document is [J&auml;rvelin and Kek&auml;l&auml;inen 2002]; each
 * is 0 where nothing is relevant. What was not judged has no gain.
 */
final class GainMeasures {
  static final double PERSISTENCE = 0.9;

  private GainMeasures() {}

  /** The relevance itself. */
  static double linear(int relevance) {
    return relevance;
  }

  /** [Burges et al. 2005]. */
  static double exponential(int relevance) {
    return Math.scalb(1.0, relevance) - 1;
  }

  static double ndcg(Judged judged, int cutoff, IntToDoubleFunction gain) {
    double found = 0;
    for (int i = 0; i < Math.min(cutoff, judged.retrieved()); i++) {
      if (judged.ranked()[i] > 0) {
        found += gain.applyAsDouble(judged.ranked()[i]) / Logarithms.ofTwo(i + 2);
      }
    }
    if (found == 0) {
      return 0;
    }
    double ideal = 0;
    int rank = 0;
    for (int level = judged.levels().length - 1; level > 0; level--) {
      for (int i = 0; i < judged.levels()[level] && rank < cutoff; i++, rank++) {
        ideal += gain.applyAsDouble(level) / Logarithms.ofTwo(rank + 2);
      }
    }
    return found / ideal;
  }

  /** NDCG where some levels have a gain other than themselves, level 0 and below zero included. */
  static double ndcg(Judged judged, Map<Integer, Double> gains) {
    double found = 0;
    for (int i = 0; i < judged.retrieved(); i++) {
      int level = judged.ranked()[i];
      found += level < 0 ? 0 : gain(gains, level) / Logarithms.ofTwo(i + 2);
    }
    double ideal = 0;
    int rank = 0;
    List<Integer> levels = new ArrayList<>();
    for (int level = 0; level < judged.levels().length; level++) {
      levels.add(level);
    }
    levels.sort(Comparator.comparingDouble((Integer level) -> -gain(gains, level)));
    for (int level : levels) {
      for (int i = 0; i < judged.levels()[level] && gain(gains, level) > 0; i++, rank++) {
        ideal += gain(gains, level) / Logarithms.ofTwo(rank + 2);
      }
    }
    return ideal == 0 ? 0 : found / ideal;
  }

  private static double gain(Map<Integer, Double> gains, int level) {
    return gains.getOrDefault(level, (double) level);
  }

  /** The mean of NDCG at the ranks of relevant documents, those not retrieved at the end. */
  static double ndcgAtRelevant(Judged judged) {
    Ideal ideal = new Ideal(judged.levels());
    double found = 0;
    double best = 0;
    double sum = 0;
    int retrieved = 0;
    for (int i = 0; i < judged.retrieved(); i++) {
      best += ideal.next() / Logarithms.ofTwo(i + 2);
      if (judged.ranked()[i] > 0) {
        found += judged.ranked()[i] / Logarithms.ofTwo(i + 2);
        sum += found / best;
        retrieved++;
      }
    }
    for (int i = judged.retrieved(); ideal.hasGain(); i++) {
      best += ideal.next() / Logarithms.ofTwo(i + 2);
    }
    return retrieved == 0
        ? 0
        : (sum + (ideal.withGain() - retrieved) * found / best) / ideal.withGain();
  }

  /**
   * The mean of NDCG where the gain of the ideal ranking changes, and at the end of the ranking.
   */
  static double ndcgAtLevels(Judged judged) {
    if (judged.relevant() == 0) {
      return 0;
    }
    Ideal ideal = new Ideal(judged.levels());
    double found = 0;
    double best = 0;
    double sum = 0;
    int changes = 0;
    double before = ideal.peek();
    int i = 0;
    for (; i < judged.retrieved() || ideal.hasGain() || before > 0; i++) {
      double gain = ideal.next();
      if (gain != before && best > 0) {
        sum += found / best;
        changes++;
      }
      before = gain;
      best += gain / Logarithms.ofTwo(i + 2);
      if (i < judged.retrieved() && judged.ranked()[i] > 0) {
        found += judged.ranked()[i] / Logarithms.ofTwo(i + 2);
      }
    }
    // The reference counts the end only where it lies beyond the rank at which the gain is used up.
    if (ideal.withGain() + 1 < judged.retrieved()) {
      sum += found / best;
      changes++;
    }
    return sum / changes;
  }

  /** Normalised gain: discounted by how far the ranking is behind the ideal one. */
  static double gain(Judged judged) {
    Ideal ideal = new Ideal(judged.levels());
    double cost = 0;
    double gained = 0;
    double sum = 0;
    for (int i = 0; i < judged.retrieved(); i++) {
      cost += Math.max(1, ideal.next());
      if (judged.ranked()[i] > 0) {
        gained += judged.ranked()[i];
        sum += judged.ranked()[i] / Logarithms.ofTwo(2 + cost - gained);
      }
    }
    double total = 0;
    for (int level = 1; level < judged.levels().length; level++) {
      total += (double) level * judged.levels()[level];
    }
    return total == 0 ? 0 : sum / total;
  }

  /** Rank-biased precision [Moffat and Zobel 2008], gains in [0, 1] by the highest relevance. */
  static double rankBiasedPrecision(Judged judged, double persistence) {
    double highest = 1;
    for (int level = 2; level < judged.levels().length; level++) {
      highest = judged.levels()[level] > 0 ? level : highest;
    }
    double weight = 1;
    double sum = 0;
    for (int relevance : judged.ranked()) {
      sum += relevance > 0 ? relevance / highest * weight : 0;
      weight *= persistence;
    }
    return (1 - persistence) * sum;
  }

  /** How much higher that could be if what was not judged were relevant; 0 if all was judged. */
  static double rankBiasedResidual(Judged judged) {
    double weight = 1;
    double sum = 0;
    boolean unjudged = false;
    for (int relevance : judged.ranked()) {
      if (relevance < 0) {
        sum += weight;
        unjudged = true;
      }
      weight *= PERSISTENCE;
    }
    return unjudged ? weight + (1 - PERSISTENCE) * sum : 0;
  }

  /** The gains of the best possible ranking, one after the other; 0 without end. */
  private static final class Ideal {
    private final int[] levels;
    private int level;
    private int used;
    private int given;

    Ideal(int[] levels) {
      this.levels = levels;
      this.level = levels.length - 1;
    }

    double peek() {
      while (level > 0 && used >= levels[level]) {
        level--;
        used = 0;
      }
      return level;
    }

    boolean hasGain() {
      return peek() > 0;
    }

    double next() {
      double gain = peek();
      if (gain > 0) {
        used++;
        given++;
      }
      return gain;
    }

    /** How many had a gain so far. */
    int withGain() {
      return given;
    }
  }
}
