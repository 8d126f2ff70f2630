package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.CsssException;
import java.nio.file.Path;

/** A training that came to numbers that are none; its last good checkpoint stays. */
public final class TrainingFailedException extends CsssException {
  private static final long serialVersionUID = 1;

  /** With what happened and what to do. */
  public TrainingFailedException(String message) {
    super(message);
  }

  static TrainingFailedException exploded(
      Path directory, long step, double loss, double norm, double rate) {
    return new TrainingFailedException(
        directory
            + ": in step "
            + step
            + " the loss was "
            + loss
            + " and the norm of its gradients "
            + norm
            + ", at a learning rate of "
            + rate
            + "; train again in another directory with a lower learning rate. The last checkpoint"
            + " stays");
  }
}
