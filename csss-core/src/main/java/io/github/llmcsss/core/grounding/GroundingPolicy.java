package io.github.llmcsss.core.grounding;

import io.github.llmcsss.core.internal.Require;

/**
 * What becomes of a turn that says what it cannot know: an answer that states something without
 * support, or a shopper's turn that leaks.
 *
 * @param rewrites how often the turn is written anew, hoping for a better one; 0 or more
 * @param keep whether the turn is kept, and labelled, where that did not help; the session is
 *     rejected otherwise
 */
public record GroundingPolicy(int rewrites, boolean keep) {
  /** Checks the range. */
  public GroundingPolicy {
    Require.that(rewrites >= 0, "rewrites", "0 or more", rewrites);
  }

  /** Keeps the turn; its labels say what is wrong with it. */
  public static GroundingPolicy keepAndLabel() {
    return new GroundingPolicy(0, true);
  }

  /** Rejects the session. */
  public static GroundingPolicy reject() {
    return new GroundingPolicy(0, false);
  }

  /**
   * Writes the turn anew, up to so many times, and rejects the session where all were wrong.
   *
   * @param rewrites 1 or more
   */
  public static GroundingPolicy regenerateOrReject(int rewrites) {
    Require.that(rewrites >= 1, "rewrites", "1 or more", rewrites);
    return new GroundingPolicy(rewrites, false);
  }

  /**
   * Writes the turn anew, up to so many times, and keeps the best, labelled, where all were wrong.
   *
   * @param rewrites 1 or more
   */
  public static GroundingPolicy regenerateOrKeep(int rewrites) {
    Require.that(rewrites >= 1, "rewrites", "1 or more", rewrites);
    return new GroundingPolicy(rewrites, true);
  }
}
