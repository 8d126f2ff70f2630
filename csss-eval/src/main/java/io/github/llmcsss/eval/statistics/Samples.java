package io.github.llmcsss.eval.statistics;

/** Checks of what is compared. */
final class Samples {
  private Samples() {}

  static double[] differences(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "there must be pairs, but there are " + a.length + " and " + b.length + " values");
    }
    requireNumbers(a);
    requireNumbers(b);
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    return differences;
  }

  static void requireNumbers(double[] values) {
    require(values.length > 0, "there must be values, but there are none");
    for (double value : values) {
      require(Double.isFinite(value), "values must be finite, but one was " + value);
    }
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** With the divisor n - 1; NaN for a single value. */
  static double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }
}
