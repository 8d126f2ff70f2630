package io.github.llmcsss.eval.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Probabilities of several tests, made larger because there are several. */
public final class MultipleTests {
  private MultipleTests() {}

  /**
   * Holds the chance of any false discovery [Holm 1979].
   *
   * @param probabilities each in [0, 1]
   * @return adjusted ones, in the same order; at most 1
   */
  public static double[] holm(double[] probabilities) {
    int[] order = order(probabilities);
    double[] adjusted = new double[order.length];
    double largest = 0;
    for (int i = 0; i < order.length; i++) {
      largest = Math.max(largest, (order.length - i) * probabilities[order[i]]);
      adjusted[order[i]] = Math.min(1, largest);
    }
    return adjusted;
  }

  /**
   * Holds the share of false discoveries [Benjamini and Hochberg 1995].
   *
   * @param probabilities each in [0, 1]
   * @return adjusted ones, in the same order; at most 1
   */
  public static double[] benjaminiHochberg(double[] probabilities) {
    int[] order = order(probabilities);
    double[] adjusted = new double[order.length];
    double smallest = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      smallest = Math.min(smallest, probabilities[order[i]] * order.length / (i + 1));
      adjusted[order[i]] = smallest;
    }
    return adjusted;
  }

  private static int[] order(double[] probabilities) {
    boolean fine = Arrays.stream(probabilities).allMatch(p -> p >= 0 && p <= 1);
    Samples.require(
        fine, "probabilities must be in [0, 1], but were " + Arrays.toString(probabilities));
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> probabilities[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
