package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was said and retrieved before an answer: what repeats it invents nothing. */
final class Conversation {
  private final Set<String> stems = new HashSet<>();
  private final List<Quantity> quantities = new ArrayList<>();
  private final List<Source> earlier;

  Conversation(List<Turn> history, String user) {
    Map<String, Source> retrieved = new LinkedHashMap<>();
    for (Turn turn : history) {
      add(turn.user());
      turn.response()
          .ifPresent(answer -> {
            for (RetrievedDocument found : answer.documents()) {
              retrieved.computeIfAbsent(found.document().id(), id -> new Source(found.document()));
            }
          });
    }
    add(user);
    this.earlier = List.copyOf(retrieved.values());
  }

  private void add(String utterance) {
    Tokens.of(utterance).forEach(token -> stems.add(token.stem()));
    quantities.addAll(QuantityScanner.scan(utterance));
  }

  /** The stems of the shopper's words. */
  Set<String> stems() {
    return stems;
  }

  /** Documents retrieved for earlier answers. */
  List<Source> earlier() {
    return earlier;
  }

  /** Whether the shopper said this. */
  boolean said(Quantity claim) {
    return quantities.stream().anyMatch(claim::supportedBy);
  }

  /** Whether the shopper said this, or a document that was retrieved earlier. */
  boolean supports(Quantity claim) {
    return said(claim)
        || earlier.stream().anyMatch(source -> Amounts.support(claim, source).isPresent());
  }
}
