package io.github.llmcsss.api.training;

import java.util.OptionalDouble;

/**
 * How far a training is.
 *
 * @param step the step just done, counted from 1
 * @param steps how many there will be at most
 * @param tokens computed in this step
 * @param loss of this step in nats a token, a finite number
 * @param learningRate of this step
 * @param gradientNorm of all gradients together, before clipping; a finite number
 * @param validationLoss after this step, in nats a token; empty where there was no validation
 * @param meanReward of the episodes of this step; empty but in the third stage
 */
public record TrainingProgress(
    long step,
    long steps,
    long tokens,
    double loss,
    double learningRate,
    double gradientNorm,
    OptionalDouble validationLoss,
    OptionalDouble meanReward) {
  /** Checks the ranges. */
  public TrainingProgress {
    Require.that(step >= 1 && step <= steps, "step", "in [1, " + steps + "]", step);
    Require.that(tokens >= 1, "tokens", "1 or more", tokens);
    finite("loss", loss);
    finite("learningRate", learningRate);
    finite("gradientNorm", gradientNorm);
    finite("validationLoss", validationLoss.orElse(0));
    double reward = meanReward.orElse(0);
    Require.that(reward >= 0 && reward <= 1, "meanReward", "in [0, 1]", reward);
  }

  private static void finite(String name, double value) {
    Require.that(Double.isFinite(value), name, "a finite number", value);
  }
}
