package io.github.llmcsss.core.shopper;

import io.github.llmcsss.core.prompt.SessionState;
import java.util.random.RandomGenerator;

/** One simulated shopper, for one session on one thread; may remember what it did. */
@FunctionalInterface
public interface Shopper {
  /**
   * What it does next.
   *
   * @param session with at least one turn
   * @param mayEnd false where the session is too short yet to be ended
   * @param random for this turn
   */
  ShopperAct act(SessionState session, boolean mayEnd, RandomGenerator random);
}
