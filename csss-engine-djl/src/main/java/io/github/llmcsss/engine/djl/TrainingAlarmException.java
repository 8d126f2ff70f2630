package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.CsssException;

/**
 * A training that stopped itself because the model learns to please the reward and not the shopper;
 * see {@link Alarms}. Its checkpoint stays.
 */
public final class TrainingAlarmException extends CsssException {
  private static final long serialVersionUID = 1;

  /** With what went wrong. */
  public TrainingAlarmException(String message) {
    super(message);
  }
}
