package io.github.llmcsss.api;

/**
 * What a generator wrote. The arrays are not copied: neither side changes them afterwards.
 *
 * @param text the text without special tokens, cut before a stop string
 * @param finishReason why it ended
 * @param promptTokens the ids of the whole prompt, role headers included
 * @param tokens the sampled ids, with the end-of-turn token where the model ended the turn
 * @param modelLogProbabilities of each sampled token under the model's own distribution (natural
 *     logarithm, temperature 1, nothing banned or cut off); as long as {@code tokens}
 * @param sampledLogProbabilities of each sampled token under the distribution that it was drawn
 *     from (0 for greedy); as long as {@code tokens}
 * @param usage what it cost
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of token ids a turn: boxed lists would cost
public record Generation(
    String text,
    FinishReason finishReason,
    int[] promptTokens,
    int[] tokens,
    float[] modelLogProbabilities,
    float[] sampledLogProbabilities,
    Usage usage) {

  /** Checks that there is a log-probability of both kinds for each token. */
  public Generation {
    Checks.check(
        modelLogProbabilities.length == tokens.length,
        "modelLogProbabilities.length",
        "" + tokens.length,
        modelLogProbabilities.length);
    Checks.check(
        sampledLogProbabilities.length == tokens.length,
        "sampledLogProbabilities.length",
        "" + tokens.length,
        sampledLogProbabilities.length);
  }
}
