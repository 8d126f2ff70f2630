package io.github.llmcsss.api.training;

import java.util.List;

/**
 * The second stage: whole sessions, the shopper's turns and the assistant's, the latter with the
 * documents of their turn, {@code L_CS} [White 2025, Eq. 5].
 *
 * @param run from where to where
 * @param examples one for each turn of each side; at least one
 */
public record SessionStage(TrainingRun run, List<TrainingExample> examples)
    implements TrainingStage {
  /** Copies the list and checks that it is not empty. */
  public SessionStage {
    examples = List.copyOf(examples);
    Require.that(!examples.isEmpty(), "examples", "not empty", examples);
  }
}
