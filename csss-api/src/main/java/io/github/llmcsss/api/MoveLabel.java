package io.github.llmcsss.api;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the simulated shopper of a turn was meant to do. The text of the turn was written by a
 * generator that may have been told so; whether it does so, nobody has checked.
 *
 * @param move what the turn was to be
 * @param planned true if the move was drawn before the session began, false if it was drawn with
 *     knowledge of what the assistant had said
 * @param quirks what was done besides
 */
public record MoveLabel(Move move, boolean planned, Set<Quirk> quirks) {
  /** Copies the quirks, in the order of their declaration. */
  public MoveLabel {
    Set<Quirk> sorted = EnumSet.noneOf(Quirk.class);
    sorted.addAll(quirks);
    quirks = Collections.unmodifiableSet(sorted);
  }

  /** This label without a quirk. */
  public MoveLabel without(Quirk quirk) {
    Set<Quirk> rest = EnumSet.noneOf(Quirk.class);
    rest.addAll(quirks);
    rest.remove(quirk);
    return new MoveLabel(move, planned, rest);
  }
}
