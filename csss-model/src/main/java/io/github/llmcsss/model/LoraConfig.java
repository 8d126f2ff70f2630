package io.github.llmcsss.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The shape of a low-rank adapter [Hu 2021]: {@code W + alpha / rank * B A}.
 *
 * @param rank rows of A and columns of B; in [1, 1024]
 * @param alpha weight of the adapter, times the rank; above 0
 * @param targets the matrices that it changes; not empty
 * @param dropout share of the adapter's input that is dropped in training; in [0, 1)
 */
public record LoraConfig(int rank, double alpha, Set<Projection> targets, double dropout) {
  /** {@value}. */
  public static final int DEFAULT_RANK = 16;

  /** {@value}: a weight of 2. */
  public static final double DEFAULT_ALPHA = 32;

  private static final int LARGEST_RANK = 1024;

  /** Copies the targets, in the order of the block; checks the ranges. */
  public LoraConfig {
    check(rank >= 1 && rank <= LARGEST_RANK, "rank", "in [1, " + LARGEST_RANK + "]", rank);
    check(alpha > 0 && alpha < Double.POSITIVE_INFINITY, "alpha", "above 0", alpha);
    check(!targets.isEmpty(), "targets", "not empty", targets);
    check(dropout >= 0 && dropout < 1, "dropout", "in [0, 1)", dropout);
    targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }

  /** All projections, rank {@value #DEFAULT_RANK}, no dropout. */
  public static LoraConfig standard() {
    return new LoraConfig(DEFAULT_RANK, DEFAULT_ALPHA, EnumSet.allOf(Projection.class), 0);
  }

  /** What the product of both matrices is multiplied by. */
  public double scale() {
    return alpha / rank;
  }
}
