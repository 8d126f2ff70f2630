package io.github.llmcsss.core;

import io.github.llmcsss.api.CsssException;

/**
 * A run failed as a whole: the generator, the search environment, the reward or another part that
 * was given failed, or gave what it must not. The message names the session and the turn, the cause
 * is what was thrown.
 */
public final class SynthesisException extends CsssException {
  private static final long serialVersionUID = 1L;

  SynthesisException(String message) {
    super(message);
  }

  SynthesisException(String message, Throwable cause) {
    super(message, cause);
  }
}
