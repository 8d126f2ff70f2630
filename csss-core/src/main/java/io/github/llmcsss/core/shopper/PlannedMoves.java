package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Moves that were drawn before the session; where it may not end yet, an ending waits. */
final class PlannedMoves implements Shopper {
  private final List<Move> plan;

  private PlannedMoves(List<Move> plan) {
    this.plan = plan;
  }

  /** A plan in which nothing but the last move ends the session. */
  static PlannedMoves of(MoveDraw draw, int turns, int patience, RandomGenerator random) {
    List<Move> plan = new ArrayList<>();
    Optional<Move> last = Optional.empty();
    int left = patience;
    for (int turn = 1; turn < turns; turn++) {
      boolean end = turn == turns - 1;
      Move move = draw.next(turn, Optional.empty(), last, end, random);
      left -= move == Move.OBJECT ? 1 : 0;
      move = end && left <= 0 ? Move.GIVE_UP : move;
      plan.add(move);
      last = Optional.of(move);
    }
    return new PlannedMoves(plan);
  }

  @Override
  public ShopperAct act(SessionState session, boolean mayEnd, RandomGenerator random) {
    Move move = plan.get(Math.min(session.turns().size(), plan.size()) - 1);
    return new ShopperAct(new MoveLabel(move, true, Set.of()), Optional.empty(), false);
  }
}
