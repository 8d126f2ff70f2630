package io.github.llmcsss.core.shopper;

/** How far a session is. */
enum Phase {
  /** The second and third turn. */
  EARLY,
  /** The fourth to the sixth. */
  MIDDLE,
  /** All later ones. */
  LATE;

  private static final int FIRST_OF_MIDDLE = 3;
  private static final int FIRST_OF_LATE = 6;

  /**
   * The phase of a turn.
   *
   * @param turn its index; 1 or more, as the seed query is 0
   */
  static Phase of(int turn) {
    if (turn < FIRST_OF_MIDDLE) {
      return EARLY;
    }
    return turn < FIRST_OF_LATE ? MIDDLE : LATE;
  }
}
