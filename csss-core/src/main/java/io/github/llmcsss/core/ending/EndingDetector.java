package io.github.llmcsss.core.ending;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Provenance;
import java.util.Optional;

/**
 * Reads from the shopper's words whether they end the session. Implementations are thread-safe and
 * depend on their argument alone.
 */
@FunctionalInterface
public interface EndingDetector {
  /** Why this utterance ends the session; empty if it goes on. */
  Optional<EndReason> ending(String utterance);

  /** What shapes the decision. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }
}
