package io.github.llmcsss.eval.statistics;

import java.util.SplittableRandom;
import org.hipparchus.stat.inference.TTest;

/**
 * Tests of two systems on the same queries: the probability of a difference at least as large, to
 * either side, if the systems were equal. Values are paired by their index.
 */
public final class PairedTests {
  private static final int MOST_PAIRS_EXACTLY = 24;

  /** Sums that differ by no more than this are the same: they were added in another order. */
  private static final double ROUNDING = 1e-12;

  private PairedTests() {}

  /**
   * Fisher's randomisation test of the mean difference: which system a value is from is drawn anew
   * for each pair [Smucker et al. 2007]. All 2^n ways are gone through where they are no more than
   * the draws; then the value is exact and the seed does not count.
   *
   * @param draws how many ways are drawn otherwise; 1 or more
   * @param seed of the draws
   * @return in (0, 1]; of draws, (1 + those at least as extreme) / (1 + draws)
   * @throws IllegalArgumentException if the lengths differ, are 0, or a value is not finite
   */
  public static double randomisation(double[] a, double[] b, int draws, long seed) {
    Samples.require(draws >= 1, "draws must be 1 or more, but was " + draws);
    double[] differences = Samples.differences(a, b);
    double total = 0;
    double scale = 0;
    for (double difference : differences) {
      total += difference;
      scale += Math.abs(difference);
    }
    double least = Math.abs(total) - ROUNDING * scale;
    int n = differences.length;
    if (n <= MOST_PAIRS_EXACTLY && 1 << n <= draws) {
      return exact(differences, least);
    }
    SplittableRandom random = new SplittableRandom(seed);
    long extreme = 1;
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      long signs = 0;
      for (int i = 0; i < n; i++) {
        signs = i % Long.SIZE == 0 ? random.nextLong() : signs >>> 1;
        sum += (signs & 1) == 0 ? differences[i] : -differences[i];
      }
      extreme += Math.abs(sum) >= least ? 1 : 0;
    }
    return (double) extreme / (draws + 1);
  }

  private static double exact(double[] differences, double least) {
    int ways = 1 << differences.length;
    long extreme = 0;
    for (int way = 0; way < ways; way++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += (way >> i & 1) == 0 ? differences[i] : -differences[i];
      }
      extreme += Math.abs(sum) >= least ? 1 : 0;
    }
    return (double) extreme / ways;
  }

  /**
   * Student's paired t-test.
   *
   * @return in [0, 1]; 1 where all pairs are equal, 0 where all differ by the same
   * @throws IllegalArgumentException as {@link #randomisation}, or if there is a single pair
   */
  public static double t(double[] a, double[] b) {
    double[] differences = Samples.differences(a, b);
    Samples.require(differences.length >= 2, "there must be 2 pairs or more, but there is one");
    if (Samples.deviation(differences) == 0) {
      return differences[0] == 0 ? 1 : 0;
    }
    return new TTest().pairedTTest(a, b);
  }
}
