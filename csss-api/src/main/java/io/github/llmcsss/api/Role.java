package io.github.llmcsss.api;

/** Who speaks in a {@link Message}. */
public enum Role {
  /** Instructions to the model, before the conversation. */
  SYSTEM,
  /** The shopper. */
  USER,
  /** The shopping assistant. */
  ASSISTANT,
  /**
   * The documents retrieved for the current turn, shown to the assistant alone. Which role of the
   * model's chat format carries them is the generator's choice for each model family.
   */
  DOCUMENTS
}
