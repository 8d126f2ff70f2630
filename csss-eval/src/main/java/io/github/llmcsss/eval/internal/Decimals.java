package io.github.llmcsss.eval.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as C and Python print them. */
public final class Decimals {
  private Decimals() {}

  /**
   * A number with so many digits behind the point, as {@code %.4f} gives it: what lies in the
   * middle goes to the even digit, where Java's own format goes up.
   */
  public static String fixed(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
