package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Draws each move when it is due. */
final class ReactiveMoves implements Shopper {
  /** What a shopper does when nothing is found; logs with empty results are rare, so by hand. */
  private static final Map<Move, Double> NOTHING_FOUND =
      Map.of(Move.REFINE, 0.4, Move.OBJECT, 0.3, Move.CHANGE_MIND, 0.3);

  private final MoveDraw draw;
  private int patience;

  ReactiveMoves(MoveDraw draw, int patience) {
    this.draw = draw;
    this.patience = patience;
  }

  @Override
  public ShopperAct act(SessionState session, boolean mayEnd, RandomGenerator random) {
    List<Turn> turns = session.turns();
    Turn before = turns.getLast();
    boolean nothing =
        before.response().map(SystemResponse::documents).map(List::isEmpty).orElse(false);
    Move move =
        nothing
            ? MoveDraw.draw(NOTHING_FOUND, random)
            : draw.next(
                turns.size(),
                Optional.of(MoveEstimator.asks(before)),
                before.label().map(MoveLabel::move),
                mayEnd,
                random);
    if (nothing || move == Move.OBJECT) {
      patience--;
    }
    if (mayEnd && patience <= 0) {
      move = Move.GIVE_UP;
    }
    return new ShopperAct(new MoveLabel(move, false, Set.of()), Optional.empty(), false);
  }
}
