package io.github.llmcsss.api.training;

/** One of the three stages of training [White 2025, section on training]. */
public sealed interface TrainingStage permits SeedQueryStage, SessionStage, ReinforcementStage {
  /** From where to where, and the randomness. */
  TrainingRun run();
}
