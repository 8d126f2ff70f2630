package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees of tokens as arrays, one after the other. They belong to the manager that it was made with.
 *
 * @param tokens ids, [tokens]
 * @param cos of the rotary angles, [tokens, 1, dimension / 2]
 * @param sin of the rotary angles, as {@code cos}
 * @param mask what is added to the scores, [sum of squares of the lengths of branched trees]
 * @param bounds where each tree begins, and the end, [trees + 1]
 * @param chains 1 for trees without branches, [trees]
 * @param losses what is to be learned, with rows counted over all trees
 */
record Batch(
    NDArray tokens,
    NDArray cos,
    NDArray sin,
    NDArray mask,
    NDArray bounds,
    NDArray chains,
    List<TokenTree.Loss> losses) {

  /** Some of the tokens to learn. */
  record Rows(NDArray indices, NDArray targets, NDArray weights) implements AutoCloseable {
    @Override
    public void close() {
      indices.close();
      targets.close();
      weights.close();
    }
  }

  /**
   * Makes the arrays.
   *
   * @param frequencies of the rotary embedding, radians per position
   */
  static Batch of(
      NDManager manager, TorchScript script, double[] frequencies, List<TokenTree> trees) {
    int size = trees.stream().mapToInt(TokenTree::size).sum();
    int half = frequencies.length;
    long[] tokens = new long[size];
    long[] ends = new long[size];
    long[] bounds = new long[trees.size() + 1];
    long[] chains = new long[trees.size()];
    float[] cos = new float[size * half];
    float[] sin = new float[size * half];
    List<TokenTree.Loss> losses = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < trees.size(); i++) {
      TokenTree tree = trees.get(i);
      for (int j = 0; j < tree.size(); j++) {
        int at = first + j;
        tokens[at] = tree.tokens()[j];
        ends[at] = (long) first + tree.ends()[j];
        for (int k = 0; k < half; k++) {
          double angle = tree.positions()[j] * frequencies[k];
          cos[at * half + k] = (float) Math.cos(angle);
          sin[at * half + k] = (float) Math.sin(angle);
        }
      }
      for (TokenTree.Loss loss : tree.losses()) {
        losses.add(new TokenTree.Loss(first + loss.row(), loss.token(), loss.weight()));
      }
      chains[i] = tree.isChain() ? 1 : 0;
      first += tree.size();
      bounds[i + 1] = first;
    }
    Shape angles = new Shape(size, 1, half);
    NDArray boundaries = manager.create(bounds);
    NDArray unbranched = manager.create(chains);
    NDArray mask = script.call("mask", manager.create(ends), boundaries, unbranched);
    return new Batch(
        manager.create(tokens),
        manager.create(cos, angles),
        manager.create(sin, angles),
        mask,
        boundaries,
        unbranched,
        losses);
  }

  /** What is to be learned, in parts of so many rows. */
  Rows rows(NDManager manager, int start, int end) {
    int count = end - start;
    long[] indices = new long[count];
    long[] targets = new long[count];
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      TokenTree.Loss loss = losses.get(start + i);
      indices[i] = loss.row();
      targets[i] = loss.token();
      weights[i] = loss.weight();
    }
    return new Rows(manager.create(indices), manager.create(targets), manager.create(weights));
  }
}
