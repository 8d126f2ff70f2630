package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Quirk;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Adds quirks to moves, and says in a sentence what is meant. */
final class HintingShopper implements Shopper {
  private final Shopper moves;
  private final Style style;
  private final Quirks quirks;
  private final boolean hints;

  HintingShopper(Shopper moves, Style style, Quirks quirks, boolean hints) {
    this.moves = moves;
    this.style = style;
    this.quirks = quirks;
    this.hints = hints;
  }

  @Override
  public ShopperAct act(SessionState session, boolean mayEnd, RandomGenerator random) {
    // One number each, whatever comes of it, so that one rate does not shift the others.
    boolean leaves = random.nextDouble() < quirks.abandonment() && mayEnd;
    boolean switches = random.nextDouble() < quirks.topicSwitch();
    boolean typos = random.nextDouble() < quirks.typo();
    boolean nothing = random.nextDouble() < quirks.zeroResults();
    ShopperAct act = moves.act(session, mayEnd, random);
    Move drawn = act.label().move();
    boolean ends = MoveEstimator.ends(drawn);
    Set<Quirk> labels = EnumSet.noneOf(Quirk.class);
    if (typos) {
      labels.add(Quirk.TYPO);
    }
    if (nothing && !ends) {
      labels.add(Quirk.ZERO_RESULTS);
    }
    if (switches && !ends) {
      labels.add(Quirk.TOPIC_SWITCH);
    }
    boolean turns = labels.contains(Quirk.TOPIC_SWITCH);
    Move move = turns ? Move.CHANGE_MIND : drawn;
    Optional<String> hint = hints ? Optional.of(Hints.of(move, turns, style)) : Optional.empty();
    return new ShopperAct(new MoveLabel(move, act.label().planned(), labels), hint, leaves);
  }

  /** How often each happens, in [0, 1]. */
  record Quirks(double typo, double zeroResults, double topicSwitch, double abandonment) {}
}
