package io.github.llmcsss.model;

import java.util.Optional;

/**
 * The shape of a decoder.
 *
 * @param family its architecture
 * @param vocabularySize rows of the embedding
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the gated MLP
 * @param layers number of blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param headDimension width of a head; even
 * @param contextLength positions the model was trained for
 * @param ropeTheta base of the rotary frequencies
 * @param ropeScaling how they are scaled for long contexts
 * @param rmsNormEpsilon added to the mean square
 * @param tiedEmbeddings whether the output head is the embedding
 * @param attentionBias whether the query, key and value projections have biases
 * @param queryKeyNorm whether each head's query and key pass an RMS norm
 */
public record ModelConfig(
    ModelFamily family,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headDimension,
    int contextLength,
    double ropeTheta,
    Optional<RopeScaling> ropeScaling,
    double rmsNormEpsilon,
    boolean tiedEmbeddings,
    boolean attentionBias,
    boolean queryKeyNorm) {

  private static final int LARGEST = 1 << 24;

  /** Checks that sizes are positive, plausible and fit together. */
  public ModelConfig {
    size("vocabularySize", vocabularySize, LARGEST);
    size("hiddenSize", hiddenSize, 1 << 20);
    size("intermediateSize", intermediateSize, 1 << 22);
    size("layers", layers, 4096);
    size("heads", heads, 4096);
    size("keyValueHeads", keyValueHeads, heads);
    size("headDimension", headDimension, 4096);
    size("contextLength", contextLength, LARGEST);
    check(heads % keyValueHeads == 0, "keyValueHeads", "a divisor of " + heads, keyValueHeads);
    check(headDimension % 2 == 0, "headDimension", "even", headDimension);
    check(ropeTheta >= 1 && ropeTheta < 1e12, "ropeTheta", "in [1, 1e12)", ropeTheta);
    check(rmsNormEpsilon > 0 && rmsNormEpsilon < 1, "rmsNormEpsilon", "in (0, 1)", rmsNormEpsilon);
  }

  private static void size(String name, int value, int largest) {
    check(value >= 1 && value <= largest, name, "in [1, " + largest + "]", value);
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }
}
