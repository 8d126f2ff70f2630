package io.github.llmcsss.eval.statistics;

import org.hipparchus.stat.correlation.KendallsCorrelation;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/** How far two orders agree, such as those of systems by two measures. */
public final class Correlation {
  private Correlation() {}

  /**
   * Spearman's rank correlation; ties have the mean of their ranks.
   *
   * @return in [-1, 1]; NaN where all values of one side are equal
   * @throws IllegalArgumentException if the lengths differ, are less than 2, or a value is not
   *     finite
   */
  public static double spearman(double[] a, double[] b) {
    requirePairs(a, b);
    return new SpearmansCorrelation().correlation(a, b);
  }

  /**
   * Kendall's tau-b, which takes ties into account.
   *
   * @return in [-1, 1]; NaN where all values of one side are equal
   * @throws IllegalArgumentException if the lengths differ, are less than 2, or a value is not
   *     finite
   */
  public static double kendall(double[] a, double[] b) {
    requirePairs(a, b);
    return new KendallsCorrelation().correlation(a, b);
  }

  private static void requirePairs(double[] a, double[] b) {
    int pairs = Samples.differences(a, b).length;
    Samples.require(pairs >= 2, "there must be 2 pairs or more, but there is one");
  }
}
