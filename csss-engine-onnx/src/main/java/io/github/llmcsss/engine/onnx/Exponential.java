package io.github.llmcsss.engine.onnx;

/**
 * Exponentials over a vocabulary. Every token of every answer needs one or two sums of them, which
 * {@link Math#exp} would make a good part of a step. Written so that the compiler makes vectors of
 * the loop: no branches, no bits of numbers, and a sum apart from it. Relative error of a term
 * below 1e-9.
 */
final class Exponential {
  /** The exponential of less is taken for this one's, which is nothing beside 1. */
  private static final double LOWEST = -80;

  /** e^x is (e^(x/1024))^1024: the inner one is near 1, where a short series does. */
  private static final double PART = 1.0 / 1024;

  // The Taylor series of e^x.
  private static final double C3 = 1.0 / 6;
  private static final double C4 = 1.0 / 24;
  private static final double C5 = 1.0 / 120;
  private static final double C6 = 1.0 / 720;

  /** Terms of one sum; few enough for the fastest memory. */
  static final int BLOCK = 512;

  private Exponential() {}

  /**
   * The sum of {@code exp(factor * (values[i] - largest))}.
   *
   * @param largest at least as large as every value, so that no term exceeds one
   * @param factor 0 or more
   */
  static double sum(float[] values, int size, float largest, float factor) {
    double sum = 0;
    for (double part : sums(values, size, largest, factor)) {
      sum += part;
    }
    return sum;
  }

  /** The same for each {@value #BLOCK} values. */
  static double[] sums(float[] values, int size, float largest, float factor) {
    double[] sums = new double[(size + BLOCK - 1) / BLOCK];
    double[] terms = new double[BLOCK];
    for (int block = 0; block < sums.length; block++) {
      int from = block * BLOCK;
      int count = Math.min(BLOCK, size - from);
      terms(values, from, count, largest, factor, terms);
      sums[block] = sum(terms, count);
    }
    return sums;
  }

  /** One term of the sum; those too small to count are 0. */
  static double term(float value, float largest, float factor) {
    double x = factor * ((double) value - largest);
    return x < LOWEST ? 0 : ofPart(x * PART);
  }

  /** Terms of up to {@value #BLOCK} values; none is quite 0. */
  static void terms(
      float[] values, int from, int count, float largest, float factor, double[] target) {
    double scale = factor * PART;
    for (int i = 0; i < count; i++) {
      double part = ((double) values[from + i] - largest) * scale;
      target[i] = ofPart(Math.max(part, LOWEST * PART));
    }
  }

  /** Several sums at once: a single one would wait for itself at every step. */
  private static double sum(double[] terms, int count) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      first += terms[i];
      second += terms[i + 1];
      third += terms[i + 2];
      fourth += terms[i + 3];
    }
    for (; i < count; i++) {
      first += terms[i];
    }
    return first + second + third + fourth;
  }

  private static double ofPart(double x) {
    double power = 1 + x * (1 + x * (0.5 + x * (C3 + x * (C4 + x * (C5 + x * C6)))));
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    return power;
  }
}
