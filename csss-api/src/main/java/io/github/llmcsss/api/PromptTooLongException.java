package io.github.llmcsss.api;

/** A prompt with the room asked for its answer does not fit the model's context. */
public final class PromptTooLongException extends CsssException {
  private static final long serialVersionUID = 1L;

  /**
   * The exception for one prompt.
   *
   * @param promptTokens length of the prompt in tokens
   * @param maximumTokens room asked for the answer in tokens
   * @param contextLength what the generator can hold in tokens
   */
  public PromptTooLongException(int promptTokens, int maximumTokens, int contextLength) {
    super(
        "the prompt has "
            + promptTokens
            + " tokens and asks for "
            + maximumTokens
            + " more, but the generator holds "
            + contextLength
            + "; show fewer or shorter documents, end sessions earlier, or give it a longer context");
  }
}
