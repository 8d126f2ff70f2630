package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.Words;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a text with too few words ({@code "turn-too-short"}) or too many ({@code
 * "turn-too-long"}).
 *
 * @param minimumWords 0 or more
 * @param maximumWords at least the minimum
 */
public record TurnLength(int minimumWords, int maximumWords) implements TurnFilter {
  /** 1 to 250 words. */
  public static final TurnLength DEFAULT = new TurnLength(1, 250);

  /** Checks the range. */
  public TurnLength {
    Require.that(minimumWords >= 0, "minimumWords", "0 or more", minimumWords);
    Require.that(
        maximumWords >= minimumWords,
        "maximumWords",
        "at least the minimum, " + minimumWords,
        maximumWords);
  }

  @Override
  public String name() {
    return "turn-length";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    int words = Words.of(utterance.text()).size();
    if (words >= minimumWords && words <= maximumWords) {
      return Optional.empty();
    }
    String reason = words < minimumWords ? "turn-too-short" : "turn-too-long";
    return Optional.of(new Finding(reason, words + " words"));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        name(),
        Map.of(
            "minimumWords", String.valueOf(minimumWords),
            "maximumWords", String.valueOf(maximumWords)));
  }
}
