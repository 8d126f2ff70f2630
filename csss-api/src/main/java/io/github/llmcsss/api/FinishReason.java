package io.github.llmcsss.api;

/** Why a generator stopped writing. */
public enum FinishReason {
  /** The model ended the turn itself. */
  END_OF_TURN,
  /** One of {@link Sampling#stopStrings()} appeared. */
  STOP_STRING,
  /** {@link Sampling#maximumTokens()} was reached: the text may be cut off. */
  MAXIMUM_TOKENS
}
