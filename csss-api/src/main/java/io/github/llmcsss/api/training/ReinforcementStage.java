package io.github.llmcsss.api.training;

import java.util.List;

/**
 * The third stage: {@code L_final = gamma * L_CS + (1 - gamma) * L_RL} [White 2025, Eq. 7], where
 * the gradient of {@code L_RL} is that of REINFORCE over fresh sessions [White 2025, Eq. 6].
 *
 * @param run from where to where
 * @param rollouts makes sessions with the weights of the moment
 * @param examples of the second stage; may be empty where gamma is 0
 * @param gamma share of the second stage's loss, in [0, 1]
 * @param steps how often sessions are made and learned from; at least 1
 */
public record ReinforcementStage(
    TrainingRun run,
    RolloutSource rollouts,
    List<TrainingExample> examples,
    double gamma,
    long steps)
    implements TrainingStage {
  /** Copies the list; checks gamma and that there are examples where they count. */
  public ReinforcementStage {
    examples = List.copyOf(examples);
    Require.that(gamma >= 0 && gamma <= 1, "gamma", "in [0, 1]", gamma);
    Require.that(steps >= 1, "steps", "1 or more", steps);
    Require.that(
        gamma == 0 || !examples.isEmpty(), "examples", "not empty where gamma is above 0", gamma);
  }
}
