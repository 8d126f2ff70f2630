package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Move;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws moves from a table. */
record MoveDraw(MoveTable table) {
  Move next(
      int turn,
      Optional<Boolean> asked,
      Optional<Move> last,
      boolean mayEnd,
      RandomGenerator random) {
    Map<Move, Double> weights = new EnumMap<>(table.probabilities(turn, asked, last));
    if (!mayEnd) {
      weights.remove(Move.ACCEPT);
      weights.remove(Move.GIVE_UP);
    }
    return draw(weights, random);
  }

  static Move draw(Map<Move, Double> weights, RandomGenerator random) {
    double left =
        random.nextDouble() * weights.values().stream().mapToDouble(Double::doubleValue).sum();
    Move drawn = Move.REVEAL;
    for (Map.Entry<Move, Double> weight : new EnumMap<>(weights).entrySet()) {
      drawn = weight.getKey();
      left -= weight.getValue();
      if (left < 0) {
        break;
      }
    }
    return drawn;
  }
}
