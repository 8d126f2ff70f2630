package io.github.llmcsss.api.training;

import java.util.OptionalDouble;

/**
 * How far a training is.
 *
 * @param step the step just done, counted from 1
 * @param steps how many there will be
 * @param loss of this step, a finite number
 * @param meanReward of the episodes of this step; empty but in the third stage
 */
public record TrainingProgress(long step, long steps, double loss, OptionalDouble meanReward) {
  /** Checks the ranges. */
  public TrainingProgress {
    Require.that(step >= 1 && step <= steps, "step", "in [1, " + steps + "]", step);
    Require.that(Double.isFinite(loss), "loss", "a finite number", loss);
    double reward = meanReward.orElse(0);
    Require.that(reward >= 0 && reward <= 1, "meanReward", "in [0, 1]", reward);
  }
}
