package io.github.llmcsss.eval.text;

import io.github.llmcsss.eval.internal.Decimals;

/**
 * What BLEU takes for the precision of n-grams of which none matches [Chen and Cherry 2014].
 *
 * @param method which one
 * @param value of {@link Method#FLOOR} and {@link Method#ADD_K}; 0 or more
 */
public record Smoothing(Method method, double value) {
  /** The methods of {@code sacrebleu}. */
  public enum Method {
    /** Zero, which makes the score zero. */
    NONE,
    /** A small count. */
    FLOOR,
    /** A count is added to matches and n-grams of two words and more. */
    ADD_K,
    /** Half of one match, then a quarter, and so on; that of {@code mteval-v13a}. */
    EXP
  }

  /** {@link Method#NONE}. */
  public static final Smoothing NONE = new Smoothing(Method.NONE, 0);

  /** {@link Method#EXP}. */
  public static final Smoothing EXP = new Smoothing(Method.EXP, 0);

  /** Checks the range. */
  public Smoothing {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("value must be 0 or more, but was " + value);
    }
  }

  /** {@link Method#FLOOR}; 0.1 is usual. */
  public static Smoothing floor(double value) {
    return new Smoothing(Method.FLOOR, value);
  }

  /** {@link Method#ADD_K}; 1 is usual. */
  public static Smoothing addK(double value) {
    return new Smoothing(Method.ADD_K, value);
  }

  String signature() {
    return switch (method) {
      case NONE -> "none";
      case EXP -> "exp";
      case FLOOR -> "floor[" + Decimals.fixed(value, 2) + "]";
      case ADD_K -> "add-k[" + Decimals.fixed(value, 2) + "]";
    };
  }
}
