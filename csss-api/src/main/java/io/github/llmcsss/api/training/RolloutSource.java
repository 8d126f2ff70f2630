package io.github.llmcsss.api.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes sessions for the third stage with what the trainer has learned so far. */
@FunctionalInterface
public interface RolloutSource {
  /**
   * Makes sessions and scores their answers.
   *
   * @param adapter the weights of the moment, which the generator is to load
   * @param step of the training, 0 before the first; shapes the sessions' randomness
   * @return at least one episode
   * @throws IOException if the adapter or the search environment cannot be read
   */
  List<Episode> collect(Path adapter, long step) throws IOException;
}
