package io.github.llmcsss.core.run;

import io.github.llmcsss.core.internal.Require;

/**
 * A planned session that was not finished.
 *
 * @param id of the session
 * @param seed the text of its seed query
 * @param repetition how often this seed query was used before in the run
 * @param turn index of the turn at which it ended, 0 for the seed query
 * @param failed true if it could not be made (such as a prompt that does not fit the model), false
 *     if it was made and is not good enough
 * @param reason why, such as {@code "repeated"}; lower case with hyphens
 */
public record Rejection(
    String id, String seed, int repetition, int turn, boolean failed, String reason) {
  /** Checks turn and reason. */
  public Rejection {
    Require.that(turn >= 0, "turn", "0 or more", turn);
    Require.that(!reason.isBlank(), "reason", "not blank", "\"" + reason + "\"");
  }
}
