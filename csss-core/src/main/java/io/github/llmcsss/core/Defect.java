package io.github.llmcsss.core;

import java.util.Locale;

/** Why a turn, or the session with it, is not good enough; or could not be made. */
enum Defect {
  /** There are no words. */
  EMPTY,
  /** It ends in the middle of a sentence because its room was used up. */
  CUT_OFF,
  /** It says what was said before, or itself again and again. */
  REPEATED,
  /** One side speaks as the other, or as a language model. */
  ROLE_CONFUSION,
  /** The shopper's words end the session before the fewest turns are reached. */
  ENDED_EARLY,
  /** Searches found nothing before the fewest turns were reached. */
  DEAD_END,
  /** The prompt does not fit the generator's context: the session failed. */
  PROMPT_TOO_LONG;

  boolean failed() {
    return this == PROMPT_TOO_LONG;
  }

  String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
