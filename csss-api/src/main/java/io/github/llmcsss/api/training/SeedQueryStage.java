package io.github.llmcsss.api.training;

import io.github.llmcsss.api.Role;
import java.util.List;

/**
 * The first stage: a language model of seed queries, {@code L_LM = - sum_q sum_j log P(w_j | w_<j)}
 * [White 2025, Eq. 4].
 *
 * @param run from where to where
 * @param examples one for each seed query, which is the target, said by the shopper; at least one
 */
public record SeedQueryStage(TrainingRun run, List<TrainingExample> examples)
    implements TrainingStage {
  /** Copies the list; checks that it is not empty and that the shopper speaks. */
  public SeedQueryStage {
    examples = List.copyOf(examples);
    Require.that(!examples.isEmpty(), "examples", "not empty", examples);
    for (TrainingExample example : examples) {
      Role role = example.target().role();
      Require.that(role == Role.USER, "examples", "targets of the role USER", role);
    }
  }
}
