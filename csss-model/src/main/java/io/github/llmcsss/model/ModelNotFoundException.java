package io.github.llmcsss.model;

import java.io.IOException;
import java.util.List;

/** A model is not on this machine and could not be fetched; lists what was tried. */
public final class ModelNotFoundException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> attempts;

  ModelNotFoundException(String model, List<String> attempts, String advice) {
    super(
        "model "
            + model
            + " was not found; tried:"
            + String.join("", attempts.stream().map(attempt -> "\n  - " + attempt).toList())
            + "\n"
            + advice);
    this.attempts = List.copyOf(attempts);
  }

  /** What was tried, one sentence each; empty after deserialisation. */
  public List<String> attempts() {
    return attempts == null ? List.of() : attempts;
  }
}
