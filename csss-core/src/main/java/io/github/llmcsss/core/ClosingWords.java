package io.github.llmcsss.core;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Provenance;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** English words that close a session. */
enum ClosingWords implements EndingDetector {
  INSTANCE;

  private static final Pattern ACCEPTED =
      Pattern.compile("(?i)\\bi('ll| will) (take|buy|order|get|go with)\\b");
  private static final Pattern GAVE_UP =
      Pattern.compile("(?i)\\b(never mind|nevermind|forget it|i('ll| will) look elsewhere)\\b");
  private static final Pattern FAREWELL = Pattern.compile("(?i)\\b(goodbye|bye)\\b");

  @Override
  public Optional<EndReason> ending(String utterance) {
    if (ACCEPTED.matcher(utterance).find()) {
      return Optional.of(EndReason.ACCEPTED);
    }
    if (GAVE_UP.matcher(utterance).find()) {
      return Optional.of(EndReason.GAVE_UP);
    }
    return FAREWELL.matcher(utterance).find() ? Optional.of(EndReason.FAREWELL) : Optional.empty();
  }

  @Override
  public Provenance provenance() {
    return new Provenance("closingWords", Map.of());
  }
}
