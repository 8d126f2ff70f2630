package io.github.llmcsss.eval.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Intervals of confidence by drawing the queries, or sentences, anew [Efron 1979]. */
public final class Bootstrap {
  private Bootstrap() {}

  /**
   * An interval.
   *
   * @param low lower end
   * @param high upper end
   */
  public record Interval(double low, double high) {}

  /**
   * The interval of a mean.
   *
   * @param level such as 0.95; between 0 and 1
   * @param draws how often as many values are drawn with replacement; 1 or more
   * @param seed of the draws
   * @throws IllegalArgumentException if there are no values, or one is not finite
   */
  public static Interval mean(double[] values, double level, int draws, long seed) {
    Samples.requireNumbers(values);
    return interval(
        values.length,
        drawn -> {
          double sum = 0;
          for (int index : drawn) {
            sum += values[index];
          }
          return sum / drawn.length;
        },
        level,
        draws,
        seed);
  }

  /**
   * The interval of any statistic, such as a corpus BLEU: the percentiles of its values over draws.
   *
   * @param size how many units there are; 1 or more
   * @param statistic of the units with these indexes, of which some come often and some not at all
   * @param level such as 0.95; between 0 and 1
   * @param draws how often as many units are drawn with replacement; 1 or more
   * @param seed of the draws
   */
  public static Interval interval(
      int size, ToDoubleFunction<int[]> statistic, double level, int draws, long seed) {
    Samples.require(size >= 1, "size must be 1 or more, but was " + size);
    Samples.require(level > 0 && level < 1, "level must be between 0 and 1, but was " + level);
    Samples.require(draws >= 1, "draws must be 1 or more, but was " + draws);
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[draws];
    int[] drawn = new int[size];
    for (int draw = 0; draw < draws; draw++) {
      for (int i = 0; i < size; i++) {
        drawn[i] = random.nextInt(size);
      }
      values[draw] = statistic.applyAsDouble(drawn.clone());
    }
    Arrays.sort(values);
    double tail = (1 - level) / 2;
    return new Interval(quantile(values, tail), quantile(values, 1 - tail));
  }

  /** Linear between the values, as NumPy's default. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
