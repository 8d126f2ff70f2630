package io.github.llmcsss.eval.retrieval;

/** Measures that know only relevant or not; each is 0 where nothing is relevant. */
final class BinaryMeasures {
  /** Of [Yilmaz and Aslam 2006], as large as in {@code trec_eval}. */
  private static final double EPSILON = 0.00001;

  private BinaryMeasures() {}

  static double precision(Judged judged, int cutoff) {
    return (double) judged.relevantWithin(cutoff) / cutoff;
  }

  static double recall(Judged judged, int cutoff) {
    return ratio(judged.relevantWithin(cutoff), judged.relevant());
  }

  /** Precision at a cutoff, relative to the highest possible. */
  static double relativePrecision(Judged judged, int cutoff) {
    return ratio(judged.relevantWithin(cutoff), Math.min(cutoff, judged.relevant()));
  }

  static double success(Judged judged, int cutoff) {
    return judged.relevantWithin(cutoff) > 0 ? 1 : 0;
  }

  static double averagePrecision(Judged judged, int cutoff) {
    return ratio(judged.precisionSum(cutoff), judged.relevant());
  }

  static double reciprocalRank(Judged judged) {
    for (int i = 0; i < judged.retrieved(); i++) {
      if (judged.isRelevant(i)) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  /** Precision where as many are retrieved as a multiple of the relevant ones. */
  static double precisionAtMultiple(Judged judged, double multiple) {
    int cutoff = (int) (multiple * judged.relevant() + 0.9);
    return ratio(judged.relevantWithin(cutoff), cutoff);
  }

  /** The highest precision at this share of the relevant documents or any greater one. */
  static double interpolatedPrecision(Judged judged, double recall) {
    long wanted = Math.round(recall * judged.relevant());
    int found = judged.relevantRetrieved();
    if (wanted > found || judged.retrieved() == 0) {
      return 0;
    }
    double highest = (double) found / judged.retrieved();
    for (int i = judged.retrieved(); i > 0 && found > 0 && found >= wanted; i--) {
      highest = Math.max(highest, (double) found / i);
      found -= judged.isRelevant(i - 1) ? 1 : 0;
    }
    return highest;
  }

  static double averageInterpolatedPrecision(Judged judged) {
    double sum = 0;
    for (int tenth = 10; tenth >= 0; tenth--) {
      sum += interpolatedPrecision(judged, tenth / 10.0);
    }
    return sum / 11;
  }

  /** [Buckley and Voorhees 2004]. */
  static double bpref(Judged judged) {
    int bound = Math.min(judged.notRelevant(), judged.relevant());
    int before = 0;
    double sum = 0;
    for (int i = 0; i < judged.retrieved(); i++) {
      if (judged.isRelevant(i)) {
        sum += before == 0 ? 1 : 1 - (double) Math.min(before, judged.relevant()) / bound;
      } else if (judged.ranked()[i] >= 0) {
        before++;
      }
    }
    return judged.relevant() == 0 ? 0 : sum / judged.relevant();
  }

  /** [Yilmaz and Aslam 2006]: for a pool of which a sample was judged. */
  static double inferredAveragePrecision(Judged judged) {
    int relevant = 0;
    int notRelevant = 0;
    int notJudged = 0;
    double sum = 0;
    for (int i = 0; i < judged.retrieved(); i++) {
      int relevance = judged.ranked()[i];
      if (relevance == Judged.NOT_JUDGED) {
        notJudged++;
      } else if (relevance >= 0 && !judged.isRelevant(i)) {
        notRelevant++;
      } else if (relevance >= 0) {
        double before = i;
        sum +=
            i == 0
                ? 1
                : 1 / (before + 1)
                    + before
                        / (before + 1)
                        * ((relevant + notRelevant + notJudged) / before)
                        * ((relevant + EPSILON) / (relevant + notRelevant + 2 * EPSILON));
        relevant++;
      }
    }
    return judged.relevant() == 0 ? sum : sum / judged.relevant();
  }

  /** How much each relevant document is worth falls with those not relevant before it. */
  static double binaryG(Judged judged) {
    double sum = 0;
    int found = 0;
    for (int i = 0; i < judged.retrieved(); i++) {
      if (judged.isRelevant(i)) {
        found++;
        sum += 1 / Logarithms.ofTwo(3.0 + i - found);
      }
    }
    return found == 0 ? 0 : sum / judged.relevant();
  }

  static double setPrecision(Judged judged) {
    return ratio(judged.relevantRetrieved(), judged.retrieved());
  }

  static double setRelativePrecision(Judged judged) {
    return ratio(judged.relevantRetrieved(), Math.min(judged.retrieved(), judged.relevant()));
  }

  static double setRecall(Judged judged) {
    return ratio(judged.relevantRetrieved(), judged.relevant());
  }

  static double setAveragePrecision(Judged judged) {
    double found = judged.relevantRetrieved();
    return found == 0 ? 0 : found * found / ((double) judged.retrieved() * judged.relevant());
  }

  /** The harmonic mean of precision and recall, recall weighing so much. */
  static double setF(Judged judged, double weight) {
    double precision = setPrecision(judged);
    double recall = setRecall(judged);
    return ratio((weight + 1) * precision * recall, weight * precision + recall);
  }

  static double unjudged(Judged judged, int cutoff) {
    int count = 0;
    for (int i = 0; i < Math.min(cutoff, judged.retrieved()); i++) {
      count += judged.ranked()[i] < 0 ? 1 : 0;
    }
    return (double) count / cutoff;
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
