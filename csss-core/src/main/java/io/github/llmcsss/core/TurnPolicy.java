package io.github.llmcsss.core;

import io.github.llmcsss.core.internal.Require;
import java.util.random.RandomGenerator;

/**
 * How many turns a session has: a length is drawn for each session, and the shopper's words may end
 * it earlier, but not before the minimum. A turn is one user utterance with the answer to it, the
 * seed query included.
 */
public sealed interface TurnPolicy {
  /** The fewest turns that a session may have; 1 or more. */
  int minimum();

  /** The most turns that a session may have. */
  int maximum();

  /** Draws the length of one session, in {@code [minimum(), maximum()]}. */
  int draw(RandomGenerator random);

  /** Every length from minimum to maximum is equally likely. */
  static TurnPolicy between(int minimum, int maximum) {
    return new Uniform(minimum, maximum);
  }

  /** Always the same length. */
  static TurnPolicy exactly(int turns) {
    return new Uniform(turns, turns);
  }

  /**
   * Lengths around a mean: at least 2 turns (or 1, for a mean below 2), and as far above the mean
   * as below it, rounded up. The mean of what is drawn is exact; sessions that the shopper ends
   * early bring it down.
   *
   * @param mean such as 4.1 [White 2025, Table 4]; 1 or more
   */
  static TurnPolicy mean(double mean) {
    Require.that(mean >= 1 && mean <= 10_000, "mean", "in [1, 10000]", mean);
    int minimum = mean < 2 ? 1 : 2;
    return new Binomial(minimum, minimum + 2 * (int) Math.ceil(mean - minimum), mean);
  }

  /**
   * Uniform lengths.
   *
   * @param minimum 1 or more
   * @param maximum at least the minimum
   */
  record Uniform(int minimum, int maximum) implements TurnPolicy {
    /** Checks the range. */
    public Uniform {
      checkRange(minimum, maximum);
    }

    @Override
    public int draw(RandomGenerator random) {
      return random.nextInt(minimum, Math.addExact(maximum, 1));
    }
  }

  /**
   * The minimum and a binomial number of further turns.
   *
   * @param minimum 1 or more
   * @param maximum at least the minimum, at most 30,000
   * @param mean of the length, between minimum and maximum
   */
  record Binomial(int minimum, int maximum, double mean) implements TurnPolicy {
    /** Checks the ranges. */
    public Binomial {
      checkRange(minimum, maximum);
      Require.that(maximum <= 30_000, "maximum turns", "30000 or less", maximum);
      Require.that(
          mean >= minimum && mean <= maximum,
          "mean",
          "in [" + minimum + ", " + maximum + "]",
          mean);
    }

    @Override
    public int draw(RandomGenerator random) {
      int length = minimum;
      double share = (mean - minimum) / (maximum - minimum);
      for (int i = minimum; i < maximum; i++) {
        if (random.nextDouble() < share) {
          length++;
        }
      }
      return length;
    }
  }

  private static void checkRange(int minimum, int maximum) {
    Require.that(minimum >= 1, "minimum turns", "1 or more", minimum);
    Require.that(
        maximum >= minimum && maximum < Integer.MAX_VALUE,
        "maximum turns",
        "at least the minimum turns, " + minimum,
        maximum);
  }
}
