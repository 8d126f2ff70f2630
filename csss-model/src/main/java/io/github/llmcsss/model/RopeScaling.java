package io.github.llmcsss.model;

/**
 * The "llama3" scaling of rotary frequencies: long wavelengths are divided by the factor, short
 * ones stay, those between are interpolated.
 *
 * @param factor at least 1
 * @param lowFrequencyFactor wavelengths above original context / this are scaled fully
 * @param highFrequencyFactor wavelengths below original context / this are not scaled; greater than
 *     the low one
 * @param originalContextLength in tokens
 */
public record RopeScaling(
    double factor,
    double lowFrequencyFactor,
    double highFrequencyFactor,
    int originalContextLength) {
  /** Checks the ranges. */
  public RopeScaling {
    check(factor >= 1, "factor", "1 or more", factor);
    check(lowFrequencyFactor > 0, "lowFrequencyFactor", "above 0", lowFrequencyFactor);
    check(
        highFrequencyFactor > lowFrequencyFactor,
        "highFrequencyFactor",
        "above lowFrequencyFactor " + lowFrequencyFactor,
        highFrequencyFactor);
    check(originalContextLength >= 1, "originalContextLength", "1 or more", originalContextLength);
  }

  /**
   * The frequency used in place of the model's own.
   *
   * @param frequency in radians per position, above 0
   */
  public double scaled(double frequency) {
    double wavelength = 2 * Math.PI / frequency;
    double low = originalContextLength / lowFrequencyFactor;
    double high = originalContextLength / highFrequencyFactor;
    if (wavelength < high) {
      return frequency;
    }
    if (wavelength > low) {
      return frequency / factor;
    }
    double smooth =
        (originalContextLength / wavelength - lowFrequencyFactor)
            / (highFrequencyFactor - lowFrequencyFactor);
    return (1 - smooth) * frequency / factor + smooth * frequency;
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }
}
