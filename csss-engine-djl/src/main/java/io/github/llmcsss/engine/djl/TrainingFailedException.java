package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.CsssException;

/** A training that came to numbers that are none; its last good checkpoint stays. */
public final class TrainingFailedException extends CsssException {
  private static final long serialVersionUID = 1;

  /** With what happened and what to do. */
  public TrainingFailedException(String message) {
    super(message);
  }
}
