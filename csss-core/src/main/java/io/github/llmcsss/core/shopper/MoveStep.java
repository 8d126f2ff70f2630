package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Move;
import io.github.llmcsss.core.internal.Require;
import java.util.Comparator;
import java.util.Optional;

/**
 * One move, where it was made.
 *
 * @param phase how far the session was
 * @param asked whether the assistant had just asked something
 * @param last the move before; empty after the seed query
 * @param next the move
 */
record MoveStep(Phase phase, boolean asked, Optional<Move> last, Move next)
    implements Comparable<MoveStep> {
  private static final String OPENING = "OPENING";
  private static final int CELLS = 4;

  private static final Comparator<MoveStep> ORDER =
      Comparator.comparing(MoveStep::phase)
          .thenComparing(MoveStep::asked)
          .thenComparing(step -> step.last().isEmpty())
          .thenComparing(step -> step.last().orElse(Move.REVEAL))
          .thenComparing(MoveStep::next);

  /** Reads the first four cells of a line. */
  static MoveStep parse(String[] cells) {
    Require.that(cells.length == CELLS + 1, "cells", String.valueOf(CELLS + 1), cells.length);
    Optional<Move> last =
        cells[2].equals(OPENING) ? Optional.empty() : Optional.of(Move.valueOf(cells[2]));
    return new MoveStep(
        Phase.valueOf(cells[0]), cells[1].equals("true"), last, Move.valueOf(cells[3]));
  }

  @Override
  public int compareTo(MoveStep other) {
    return ORDER.compare(this, other);
  }

  /** Four cells of a line. */
  @Override
  public String toString() {
    return String.join(
        "\t",
        phase.name(),
        String.valueOf(asked),
        last.map(Move::name).orElse(OPENING),
        next.name());
  }
}
