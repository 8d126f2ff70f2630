package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.core.internal.Require;

/**
 * A component of {@link Rewards#weightedSum}.
 *
 * @param weight more than 0 and finite
 * @param reward the component
 */
public record WeightedReward(double weight, RewardFunction reward) {
  /** Checks the weight. */
  public WeightedReward {
    Require.that(
        weight > 0 && weight < Double.POSITIVE_INFINITY, "weight", "more than 0, finite", weight);
  }
}
