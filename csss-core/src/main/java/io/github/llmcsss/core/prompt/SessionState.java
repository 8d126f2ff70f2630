package io.github.llmcsss.core.prompt;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session so far: all that its next turn may depend on. Immutable.
 *
 * @param id of the session
 * @param seed the query that opened it
 * @param need what the shopper wants, where known; for the shopper's eyes only
 * @param turns finished turns, oldest first; empty before the seed query is answered
 * @param hint a sentence for whoever writes the shopper's next turn, such as {@code "Next the
 *     shopper compares two products."}
 */
public record SessionState(
    String id, SeedQuery seed, Optional<Need> need, List<Turn> turns, Optional<String> hint) {
  /** Copies the list. */
  public SessionState {
    turns = List.copyOf(turns);
  }

  /** A state in which nothing is said of the next turn. */
  public SessionState(String id, SeedQuery seed, Optional<Need> need, List<Turn> turns) {
    this(id, seed, need, turns, Optional.empty());
  }

  /** This state with a hint, or without. */
  public SessionState hinted(Optional<String> value) {
    return new SessionState(id, seed, need, turns, value);
  }

  /**
   * The state in which a turn of a finished session was made.
   *
   * @param session a whole session
   * @param turn index of the turn, 0 for the seed query
   */
  public static SessionState before(Session session, int turn) {
    int size = session.turns().size();
    Require.that(turn >= 0 && turn < size, "turn", "in [0, " + size + ")", turn);
    return new SessionState(
        session.id(), session.seed(), session.need(), session.turns().subList(0, turn));
  }

  /** The state after one more turn, without a hint. */
  public SessionState plus(Turn turn) {
    List<Turn> more = new ArrayList<>(turns);
    more.add(turn);
    return new SessionState(id, seed, need, more);
  }
}
