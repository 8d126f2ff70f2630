package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Provenance;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses a text that used up its room in the middle of a sentence: {@code "cut-off"}. A text that
 * its writer ended may end as it likes.
 */
public record CutOffTurn() implements TurnFilter {
  private static final Pattern SENTENCE_END =
      Pattern.compile("[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019)*]*$");

  private static final int SHOWN = 40;

  @Override
  public String name() {
    return "cut-off-turn";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    String text = utterance.text();
    if (utterance.finishReason() != FinishReason.MAXIMUM_TOKENS
        || SENTENCE_END.matcher(text).find()) {
      return Optional.empty();
    }
    return Optional.of(new Finding("cut-off", text.substring(Math.max(0, text.length() - SHOWN))));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(name(), Map.of());
  }
}
