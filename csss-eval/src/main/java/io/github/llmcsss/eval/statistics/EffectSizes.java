package io.github.llmcsss.eval.statistics;

/** How large a difference is, whatever the unit. */
public final class EffectSizes {
  private EffectSizes() {}

  /**
   * Cohen's d of pairs (d<sub>z</sub>): the mean difference by the standard deviation of the
   * differences. NaN where all pairs are equal.
   *
   * @throws IllegalArgumentException if the lengths differ, are less than 2, or a value is not
   *     finite
   */
  public static double cohenD(double[] a, double[] b) {
    double[] differences = Samples.differences(a, b);
    Samples.require(differences.length >= 2, "there must be 2 pairs or more, but there is one");
    return Samples.mean(differences) / Samples.deviation(differences);
  }

  /**
   * Cliff's delta: how much more often a value of the first is greater than one of the second than
   * the other way round; in [-1, 1].
   *
   * @throws IllegalArgumentException if there are no values, or one is not finite
   */
  public static double cliffsDelta(double[] a, double[] b) {
    Samples.requireNumbers(a);
    Samples.requireNumbers(b);
    long more = 0;
    for (double x : a) {
      for (double y : b) {
        more += Double.compare(x + 0.0, y + 0.0);
      }
    }
    return (double) more / a.length / b.length;
  }
}
