package io.github.llmcsss.api;

/** What a simulated shopper was made to do besides its move. */
public enum Quirk {
  /** Letters of the text were mistyped. */
  TYPO,
  /** The query of the turn was misspelt, and found nothing. */
  ZERO_RESULTS,
  /** The turn turns to another kind of product. */
  TOPIC_SWITCH
}
