package io.github.llmcsss.core.run;

import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.Require;
import java.util.List;

/**
 * A planned session that was not finished.
 *
 * @param id of the session
 * @param seed its seed query; read back from a run directory, without its need
 * @param repetition how often this seed query was used before in the run
 * @param turn index of the turn at which it ended, 0 for the seed query; the number of turns where
 *     the session as a whole was rejected
 * @param failed true if it could not be made (such as a prompt that does not fit the model), false
 *     if it was made and is not good enough
 * @param filter which part of the run refused it, such as {@code "repetition"}
 * @param reason why, such as {@code "repeated"}; one of few, lower case with hyphens: rejections
 *     are counted by it
 * @param detail what shows it, such as the words that repeat; may be empty
 * @param turns the session as far as it went, without the text that was refused
 */
public record Rejection(
    String id,
    SeedQuery seed,
    int repetition,
    int turn,
    boolean failed,
    String filter,
    String reason,
    String detail,
    List<Turn> turns) {
  /** Copies the turns; checks turn, filter and reason. */
  public Rejection {
    Require.that(turn >= 0, "turn", "0 or more", turn);
    Require.that(!filter.isBlank(), "filter", "not blank", "\"" + filter + "\"");
    Require.that(!reason.isBlank(), "reason", "not blank", "\"" + reason + "\"");
    turns = List.copyOf(turns);
  }
}
