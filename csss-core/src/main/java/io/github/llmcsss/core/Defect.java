package io.github.llmcsss.core;

import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.UnsupportedClaim;
import io.github.llmcsss.core.filter.Finding;
import java.io.Serializable;

/**
 * Why a turn, or the session with it, is not good enough; or could not be made.
 *
 * @param filter which part of the run says so
 * @param reason one of few, lower case with hyphens
 * @param detail what shows it; may be empty
 * @param failed whether the session could not be made
 */
record Defect(String filter, String reason, String detail, boolean failed) implements Serializable {
  /** The shopper's words end the session before the fewest turns are reached. */
  static final Defect ENDED_EARLY = new Defect("ending", "ended-early", "", false);

  /** Searches found nothing before the fewest turns were reached. */
  static final Defect DEAD_END = new Defect("search", "dead-end", "", false);

  /** The prompt does not fit the generator's context: the session failed. */
  static final Defect PROMPT_TOO_LONG = new Defect("prompt", "prompt-too-long", "", true);

  static Defect of(String filter, Finding finding) {
    return new Defect(filter, finding.reason(), finding.detail(), false);
  }

  /** An answer states what nothing retrieved for it supports, and is not to be kept. */
  static Defect unsupported(SystemResponse answer) {
    UnsupportedClaim first = answer.unsupported().getFirst();
    String words = answer.text().substring(first.start(), first.end());
    return new Defect("grounding", "unsupported", first.kind() + ": " + words, false);
  }

  /** The shopper says what it cannot know, and that is not to be kept. */
  static Defect leaked(String utterance) {
    return new Defect("leakage", "leaked", utterance, false);
  }
}
