package io.github.llmcsss.api;

/** Why a session ended. */
public enum EndReason {
  /** The shopper's words accept an offer. */
  ACCEPTED,
  /** The shopper's words give up. */
  GAVE_UP,
  /** The shopper says goodbye or thanks, without accepting or giving up. */
  FAREWELL,
  /** A simulated shopper left without a word. */
  ABANDONED,
  /** Searches found nothing so often that going on made no sense. */
  DEAD_END,
  /** The drawn length was reached: the session is cut off, the shopper did not end it. */
  LENGTH
}
