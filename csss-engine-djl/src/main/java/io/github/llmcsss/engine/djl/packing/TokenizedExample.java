package io.github.llmcsss.engine.djl.packing;

import java.util.Arrays;

/**
 * An example as tokens.
 *
 * @param tokens context and target; not copied, not to be changed
 * @param targetStart index of the first token to learn; above 0, below the length
 * @param weights of the tokens to learn, in order; may be negative, not copied
 */
public record TokenizedExample(int[] tokens, int targetStart, float[] weights) {
  /** Checks that there is something to learn, and something before it. */
  public TokenizedExample {
    if (!(targetStart > 0 && targetStart < tokens.length)) {
      throw new IllegalArgumentException(
          "targetStart must be in [1, " + (tokens.length - 1) + "], but was " + targetStart);
    }
    if (weights.length != tokens.length - targetStart) {
      throw new IllegalArgumentException(
          "weights must be "
              + (tokens.length - targetStart)
              + ", one for each token to learn, but were "
              + weights.length);
    }
  }

  /** An example whose tokens all count the same. */
  public static TokenizedExample of(int[] tokens, int targetStart, float weight) {
    float[] weights = new float[tokens.length - targetStart];
    Arrays.fill(weights, weight);
    return new TokenizedExample(tokens, targetStart, weights);
  }

  /** How many tokens are to be learned. */
  public int targets() {
    return weights.length;
  }
}
