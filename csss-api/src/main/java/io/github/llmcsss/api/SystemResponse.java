package io.github.llmcsss.api;

import java.util.List;

/**
 * The assistant's side of a turn ({@code S_t} with its {@code D_t}).
 *
 * @param text the answer
 * @param query what was searched for it
 * @param documents what was found, and shown to the assistant for this answer alone
 * @param reward the reward of the answer, in [0, 1]
 * @param finishReason why the text ended
 */
public record SystemResponse(
    String text,
    String query,
    List<RetrievedDocument> documents,
    double reward,
    FinishReason finishReason) {
  /** Copies the list and checks the reward. */
  public SystemResponse {
    documents = List.copyOf(documents);
    Checks.check(reward >= 0 && reward <= 1, "reward", "in [0, 1]", reward);
  }
}
