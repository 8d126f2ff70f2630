package io.github.llmcsss.api;

/**
 * What a generation cost, in tokens.
 *
 * @param promptTokens length of the prompt
 * @param cachedPromptTokens how many of these were not computed again
 * @param generatedTokens how many were sampled
 */
public record Usage(int promptTokens, int cachedPromptTokens, int generatedTokens) {
  /** No tokens at all. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Checks that counts are not negative and the cached ones are among those of the prompt. */
  public Usage {
    Checks.check(promptTokens >= 0, "promptTokens", "0 or more", promptTokens);
    Checks.check(
        cachedPromptTokens >= 0 && cachedPromptTokens <= promptTokens,
        "cachedPromptTokens",
        "in [0, " + promptTokens + "]",
        cachedPromptTokens);
    Checks.check(generatedTokens >= 0, "generatedTokens", "0 or more", generatedTokens);
  }

  /** The sum of both. */
  public Usage plus(Usage other) {
    return new Usage(
        promptTokens + other.promptTokens,
        cachedPromptTokens + other.cachedPromptTokens,
        generatedTokens + other.generatedTokens);
  }
}
