package io.github.llmcsss.api;

/**
 * The root of the library's unchecked exceptions. A message says what is wrong and what to do; it
 * never contains the text of a catalogue or of a session.
 */
public class CsssException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message alone. */
  public CsssException(String message) {
    super(message);
  }

  /** An exception with a message and what caused it. */
  public CsssException(String message, Throwable cause) {
    super(message, cause);
  }
}
