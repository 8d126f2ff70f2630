package io.github.llmcsss.api.training;

/** Is told how a training goes. */
@FunctionalInterface
public interface TrainingListener {
  /** Listens to nothing. */
  TrainingListener NONE = progress -> {};

  /** A step is done; steps come in order. What it throws ends the training. */
  void stepped(TrainingProgress progress);
}
