package io.github.llmcsss.core.grounding;

/**
 * A number with a unit, or an amount of money, as it stands in a text.
 *
 * @param start where it starts
 * @param end where it ends, exclusive
 * @param value in the dimension's base unit
 * @param dimension such as {@code length}; {@link Units#MONEY} for a price
 * @param whole whether it was written without a fraction
 * @param bound what the words before it make of it
 */
record Quantity(int start, int end, double value, String dimension, boolean whole, Bound bound) {
  /** How a number is meant. */
  enum Bound {
    EXACT,
    ABOUT,
    AT_MOST,
    AT_LEAST
  }

  private static final double SAME = 1e-6;
  private static final double CENT = 0.005;
  private static final double ABOUT = 0.05;

  Quantity endingAt(int other) {
    return new Quantity(start, other, value, dimension, whole, bound);
  }

  boolean money() {
    return dimension.equals(Units.MONEY);
  }

  /** Whether what a document says makes this true. */
  boolean supportedBy(Quantity said) {
    return dimension.equals(said.dimension) && supportedBy(said.value);
  }

  /**
   * Whether a value makes this true. A price without cents may be rounded or cut; a bound holds for
   * what is up to twice as far, as nothing else would be said so.
   */
  boolean supportedBy(double actual) {
    double difference = Math.abs(value - actual);
    boolean same = money() ? difference < CENT : difference <= SAME * Math.abs(actual);
    boolean rounded =
        money() && whole && (value == Math.floor(actual) || value == Math.rint(actual));
    return same
        || rounded
        || switch (bound) {
          case EXACT -> false;
          case ABOUT -> difference <= ABOUT * actual;
          case AT_MOST -> actual <= value && 2 * actual >= value;
          case AT_LEAST -> actual >= value && actual <= 2 * value;
        };
  }
}
