package io.github.llmcsss.core.data;

/** Why one line gives no record; the message holds no text of the line. */
abstract sealed class LineException extends Exception {
  private static final long serialVersionUID = 1L;

  private LineException(String message) {
    // Files with a million bad lines are read in full: no stack traces.
    super(message, null, false, false);
  }

  /** The line cannot be read. */
  static final class Malformed extends LineException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The line lacks what a record cannot do without. */
  static final class Unusable extends LineException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }
}
