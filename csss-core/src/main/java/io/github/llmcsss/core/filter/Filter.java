package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;

/** Says of what is made whether it is good enough to be kept. Implementations are thread-safe. */
public sealed interface Filter permits SessionFilter, RunFilter {
  /** What {@code rejected.jsonl} calls it, such as {@code "session-length"}. */
  String name();

  /** What shapes its verdicts: thresholds, versions, hashes of word lists. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }
}
