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
 * @param citations what the text takes from the documents, in the order of their starts; empty
 *     where nobody looked
 * @param unsupported what the text states without support, in the order of their starts
 */
public record SystemResponse(
    String text,
    String query,
    List<RetrievedDocument> documents,
    double reward,
    FinishReason finishReason,
    List<Citation> citations,
    List<UnsupportedClaim> unsupported) {
  /** Copies the lists; checks the reward, and that all spans lie in the text. */
  public SystemResponse {
    documents = List.copyOf(documents);
    citations = List.copyOf(citations);
    unsupported = List.copyOf(unsupported);
    Checks.check(reward >= 0 && reward <= 1, "reward", "in [0, 1]", reward);
    int length = text.length();
    for (Citation citation : citations) {
      Checks.check(citation.end() <= length, "citations", "within [0, " + length + ")", citation);
    }
    for (UnsupportedClaim claim : unsupported) {
      Checks.check(claim.end() <= length, "unsupported", "within [0, " + length + ")", claim);
    }
  }

  /** An answer of whose support nothing is known. */
  public SystemResponse(
      String text,
      String query,
      List<RetrievedDocument> documents,
      double reward,
      FinishReason finishReason) {
    this(text, query, documents, reward, finishReason, List.of(), List.of());
  }

  /** This answer with what is known of its support. */
  public SystemResponse withGrounding(List<Citation> found, List<UnsupportedClaim> without) {
    return new SystemResponse(text, query, documents, reward, finishReason, found, without);
  }
}
