package io.github.llmcsss.core;

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
  /** There are no words. */
  static final Defect EMPTY = new Defect("empty-turn", "empty");

  /** It ends in the middle of a sentence because its room was used up. */
  static final Defect CUT_OFF = new Defect("cut-off-turn", "cut-off");

  /** It says what was said before, or itself again and again. */
  static final Defect REPEATED = new Defect("repetition", "repeated");

  /** One side speaks as the other, or as a language model. */
  static final Defect ROLE_CONFUSION = new Defect("role-confusion", "role-confusion");

  /** The shopper's words end the session before the fewest turns are reached. */
  static final Defect ENDED_EARLY = new Defect("ending", "ended-early");

  /** Searches found nothing before the fewest turns were reached. */
  static final Defect DEAD_END = new Defect("search", "dead-end");

  /** The prompt does not fit the generator's context: the session failed. */
  static final Defect PROMPT_TOO_LONG = new Defect("prompt", "prompt-too-long", "", true);

  private Defect(String filter, String reason) {
    this(filter, reason, "", false);
  }
}
