package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.core.internal.Words;
import java.util.Map;
import java.util.Optional;

/** Refuses a text without a word: {@code "empty"}. */
public record EmptyTurn() implements TurnFilter {
  @Override
  public String name() {
    return "empty-turn";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    return Words.of(utterance.text()).isEmpty()
        ? Optional.of(new Finding("empty", utterance.text()))
        : Optional.empty();
  }

  @Override
  public Provenance provenance() {
    return new Provenance(name(), Map.of());
  }
}
