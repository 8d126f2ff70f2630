package io.github.llmcsss.model;

import java.util.Arrays;

/**
 * A prompt and what is to be learned after it, as tokens.
 *
 * @param tokens of both; not copied
 * @param targetStart index of the first token to learn; the last one is that which ends the turn
 */
public record EncodedTarget(int[] tokens, int targetStart) {
  /** Checks that there is something to learn. */
  public EncodedTarget {
    if (!(targetStart >= 0 && targetStart < tokens.length)) {
      throw new IllegalArgumentException(
          "targetStart must be in [0, " + (tokens.length - 1) + "], but was " + targetStart);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedTarget that
        && targetStart == that.targetStart
        && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(tokens) + targetStart;
  }

  @Override
  public String toString() {
    return "EncodedTarget[" + tokens.length + " tokens, targets from " + targetStart + "]";
  }
}
