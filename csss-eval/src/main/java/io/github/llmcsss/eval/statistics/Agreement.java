package io.github.llmcsss.eval.statistics;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far raters agree beyond chance: 1 is agreement in all, 0 what chance would give. */
public final class Agreement {
  private Agreement() {}

  /** What the difference of two ratings means. */
  public enum Level {
    /** They are equal or not. */
    NOMINAL,
    /** They have an order. */
    ORDINAL,
    /** Their difference counts. */
    INTERVAL
  }

  /**
   * Krippendorff's alpha [Krippendorff 2011].
   *
   * @param ratings one row a rater, one column a unit; NaN where a rater did not rate a unit
   * @return at most 1; NaN where all ratings are equal, or no unit has two
   * @throws IllegalArgumentException if the rows differ in length, or a rating is infinite
   */
  public static double krippendorff(double[][] ratings, Level level) {
    SortedMap<Double, Integer> values = values(ratings);
    int size = values.size();
    double[] known = values.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[][] coincidences = new double[size][size];
    int units = ratings.length == 0 ? 0 : ratings[0].length;
    for (int unit = 0; unit < units; unit++) {
      int[] counts = new int[size];
      int rated = 0;
      for (double[] rater : ratings) {
        if (!Double.isNaN(rater[unit])) {
          counts[values.getOrDefault(rater[unit] + 0.0, -1)]++;
          rated++;
        }
      }
      for (int i = 0; i < size && rated > 1; i++) {
        for (int j = 0; j < size; j++) {
          coincidences[i][j] += (double) counts[i] * (counts[j] - (i == j ? 1 : 0)) / (rated - 1);
        }
      }
    }
    double[] totals =
        Arrays.stream(coincidences).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    double all = Arrays.stream(totals).sum();
    double observed = 0;
    double expected = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double distance = distance(level, known, totals, i, j);
        observed += coincidences[i][j] * distance;
        expected += totals[i] * totals[j] * distance;
      }
    }
    return expected == 0 ? Double.NaN : 1 - (all - 1) * observed / expected;
  }

  private static SortedMap<Double, Integer> values(double[][] ratings) {
    SortedMap<Double, Integer> values = new TreeMap<>();
    for (double[] rater : ratings) {
      Samples.require(
          rater.length == ratings[0].length, "every rater must have as many units as the first");
      for (double rating : rater) {
        Samples.require(!Double.isInfinite(rating), "ratings must be finite, but one was not");
        if (!Double.isNaN(rating)) {
          values.put(rating + 0.0, 0); // 0 and -0 are one rating
        }
      }
    }
    int index = 0;
    for (var entry : values.entrySet()) {
      entry.setValue(index++);
    }
    return values;
  }

  private static double distance(Level level, double[] known, double[] totals, int i, int j) {
    if (i == j) {
      return 0;
    }
    double difference =
        switch (level) {
          case NOMINAL -> 1;
          case INTERVAL -> known[i] - known[j];
          case ORDINAL -> {
            double between = -(totals[i] + totals[j]) / 2;
            for (int k = Math.min(i, j); k <= Math.max(i, j); k++) {
              between += totals[k];
            }
            yield between;
          }
        };
    return difference * difference;
  }

  /**
   * Cohen's kappa of two raters.
   *
   * @param a labels by the first rater, one a unit
   * @param b labels by the second
   * @return at most 1; NaN where both only ever use the same label
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static double cohen(int[] a, int[] b) {
    Samples.require(
        a.length == b.length && a.length > 0,
        "there must be pairs, but there are " + a.length + " and " + b.length + " labels");
    SortedMap<Integer, int[]> counts = new TreeMap<>();
    int equal = 0;
    for (int i = 0; i < a.length; i++) {
      equal += a[i] == b[i] ? 1 : 0;
      counts.computeIfAbsent(a[i], label -> new int[2])[0]++;
      counts.computeIfAbsent(b[i], label -> new int[2])[1]++;
    }
    double n = a.length;
    double chance = counts.values().stream().mapToDouble(pair -> pair[0] / n * (pair[1] / n)).sum();
    return beyond(chance, equal / n);
  }

  /**
   * Fleiss' kappa of several raters.
   *
   * @param counts how many raters gave each label to each unit: one row a unit, one column a label;
   *     the same number of raters, 2 or more, for each unit
   * @return at most 1; NaN where only one label was ever used
   * @throws IllegalArgumentException if there is no unit, or the numbers of raters differ
   */
  public static double fleiss(int[][] counts) {
    Samples.require(counts.length > 0, "there must be units, but there are none");
    int raters = Arrays.stream(counts[0]).sum();
    Samples.require(raters >= 2, "there must be 2 raters or more, but there are " + raters);
    double[] shares = new double[counts[0].length];
    double agreement = 0;
    for (int[] unit : counts) {
      Samples.require(
          unit.length == shares.length && Arrays.stream(unit).sum() == raters,
          "each unit must have " + raters + " ratings over " + shares.length + " labels");
      double pairs = 0;
      for (int label = 0; label < unit.length; label++) {
        Samples.require(unit[label] >= 0, "counts must be 0 or more");
        pairs += (double) unit[label] * (unit[label] - 1);
        shares[label] += (double) unit[label] / raters / counts.length;
      }
      agreement += pairs / raters / (raters - 1) / counts.length;
    }
    return beyond(Arrays.stream(shares).map(share -> share * share).sum(), agreement);
  }

  private static double beyond(double chance, double agreement) {
    return chance >= 1 ? Double.NaN : (agreement - chance) / (1 - chance);
  }
}
