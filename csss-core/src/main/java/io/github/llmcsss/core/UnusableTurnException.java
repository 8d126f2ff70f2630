package io.github.llmcsss.core;

/** Ends the making of one session: a turn stayed unusable. Never leaves this package. */
final class UnusableTurnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final Defect defect;

  UnusableTurnException(Defect defect) {
    // No stack trace: this is an expected way for a session to end.
    super(defect.reason(), null, false, false);
    this.defect = defect;
  }
}
