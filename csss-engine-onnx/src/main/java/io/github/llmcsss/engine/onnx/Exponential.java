package io.github.llmcsss.engine.onnx;

/**
 * Sums of exponentials over a vocabulary. Every token of every answer needs one or two of them,
 * which {@link Math#exp} would make a good part of a step. Relative error of a term below 3e-7.
 */
final class Exponential {
  /** 2 to the power of less is taken for nothing. */
  private static final int LOWEST_POWER = -126;

  /** Adding and subtracting it rounds a float of small magnitude to a whole number. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final double LN_2 = Math.log(2);
  private static final float LOG2_E = (float) (1 / LN_2);

  // The Taylor series of 2^x, good to a float's precision on [-1/2, 1/2].
  private static final float C1 = (float) LN_2;
  private static final float C2 = (float) (Math.pow(LN_2, 2) / 2);
  private static final float C3 = (float) (Math.pow(LN_2, 3) / 6);
  private static final float C4 = (float) (Math.pow(LN_2, 4) / 24);
  private static final float C5 = (float) (Math.pow(LN_2, 5) / 120);
  private static final float C6 = (float) (Math.pow(LN_2, 6) / 720);

  private static final int LANES = 8;

  private Exponential() {}

  /**
   * The sum of {@code exp(factor * (values[i] - largest))}.
   *
   * @param largest at least as large as every value, so that no term exceeds one
   * @param factor 0 or more
   */
  static double sum(float[] values, int size, float largest, float factor) {
    float scale = factor * LOG2_E;
    // Several sums at once: a single one would wait for itself at every step.
    double[] sums = new double[LANES];
    int whole = size - size % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += powerOfTwo(scale * (values[i + lane] - largest));
      }
    }
    double sum = 0;
    for (int i = whole; i < size; i++) {
      sum += powerOfTwo(scale * (values[i] - largest));
    }
    for (double part : sums) {
      sum += part;
    }
    return sum;
  }

  /** One term of the sum. */
  static float term(float value, float largest, float factor) {
    return powerOfTwo(factor * LOG2_E * (value - largest));
  }

  /** 2 to the power of {@code x}, which is at most 0. */
  static float powerOfTwo(float x) {
    float bounded = Math.max(x, LOWEST_POWER);
    float whole = bounded + ROUNDER - ROUNDER;
    float rest = bounded - whole;
    float polynomial =
        1 + rest * (C1 + rest * (C2 + rest * (C3 + rest * (C4 + rest * (C5 + rest * C6)))));
    float power = Float.intBitsToFloat(((int) whole + 127) << 23);
    return x < LOWEST_POWER ? 0 : polynomial * power;
  }
}
