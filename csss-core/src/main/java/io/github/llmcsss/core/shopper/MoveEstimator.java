package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Counts moves in logs. Not thread-safe. */
public final class MoveEstimator {
  private final Function<String, Optional<Move>> labeller;
  private final Map<MoveStep, Long> counts = new TreeMap<>();

  /** An estimator that reads moves from English words ({@link MoveWords}) where labels lack. */
  public MoveEstimator() {
    this(MoveWords::move);
  }

  /**
   * An estimator.
   *
   * @param labeller the move of an utterance without a label; empty for what is none, which is left
   *     out
   */
  public MoveEstimator(Function<String, Optional<Move>> labeller) {
    this.labeller = labeller;
  }

  /**
   * Counts the moves of a conversation up to its first acceptance or giving up, which counts, too;
   * the first utterance is the seed query, and no move.
   */
  public void add(Session session) {
    Optional<Move> last = Optional.empty();
    List<Turn> turns = session.turns();
    for (int i = 1; i < turns.size() && !last.map(MoveEstimator::ends).orElse(false); i++) {
      Turn turn = turns.get(i);
      Optional<Move> move = turn.label().map(MoveLabel::move).or(() -> labeller.apply(turn.user()));
      if (move.isPresent()) {
        boolean asked = asks(turns.get(i - 1));
        counts.merge(new MoveStep(Phase.of(i), asked, last, move.get()), 1L, Long::sum);
        last = move;
      }
    }
  }

  /** What was counted so far. */
  public MoveTable table() {
    return new MoveTable(counts);
  }

  static boolean ends(Move move) {
    return move == Move.ACCEPT || move == Move.GIVE_UP;
  }

  /** Whether the answer of a turn ends with a question. */
  static boolean asks(Turn turn) {
    return turn.response().map(SystemResponse::text).orElse("").strip().endsWith("?");
  }
}
