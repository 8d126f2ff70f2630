package io.github.llmcsss.api;

import java.util.List;
import java.util.Optional;

/**
 * What a reward may look at: the answer of one turn and all that came before it.
 *
 * @param seed the query that opened the session ({@code Q0})
 * @param history finished turns, oldest first
 * @param user the utterance that is answered ({@code U_t}, or {@code Q0})
 * @param query what was searched
 * @param response the answer ({@code S_t})
 * @param documents what was found for this turn, best first ({@code D_t})
 * @param need what the shopper wants, where known
 */
public record RewardInput(
    SeedQuery seed,
    List<Turn> history,
    String user,
    String query,
    String response,
    List<RetrievedDocument> documents,
    Optional<Need> need) {
  /** Copies the lists. */
  public RewardInput {
    history = List.copyOf(history);
    documents = List.copyOf(documents);
  }
}
