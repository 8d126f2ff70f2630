package io.github.llmcsss.api.training;

import java.io.IOException;

/**
 * Teaches a model to write sessions, one stage after the other. What is trained (all weights or an
 * adapter), in which precision and for how long are settings of the implementation.
 *
 * <p>Not thread-safe. A trainer and a generator do not work at the same time: a trainer collects
 * rollouts only between its own steps. {@code TrainerContract} in the test kit checks what can be
 * said of all trainers.
 */
public interface Trainer extends AutoCloseable {
  /**
   * Trains one stage to its end, which may take hours. Where the output directory holds a
   * checkpoint of the same stage, an interrupted training goes on from there, to the same result.
   *
   * @param stage what to learn
   * @param listener is told of every step, on the calling thread
   * @return where the result lies, and how the training went
   * @throws IOException if a model, adapter or checkpoint cannot be read or written
   */
  TrainingReport train(TrainingStage stage, TrainingListener listener) throws IOException;

  /** Frees native memory. Idempotent. */
  @Override
  void close();
}
