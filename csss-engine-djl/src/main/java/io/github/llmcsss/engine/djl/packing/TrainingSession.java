package io.github.llmcsss.engine.djl.packing;

import java.util.List;

/**
 * The examples of one session, packed.
 *
 * @param id of the session
 * @param trees one, but where its examples begin with different tokens
 * @param targets how many tokens are to be learned
 * @param weight sum of their weights
 */
public record TrainingSession(String id, List<TokenTree> trees, int targets, double weight) {
  /** Copies the list. */
  public TrainingSession {
    trees = List.copyOf(trees);
  }

  /** Packs examples. */
  public static TrainingSession of(String id, List<TokenizedExample> examples) {
    int targets = 0;
    double weight = 0;
    for (TokenizedExample example : examples) {
      targets += example.targets();
      for (float each : example.weights()) {
        weight += each;
      }
    }
    return new TrainingSession(id, TokenTree.forest(examples), targets, weight);
  }

  /** How many tokens are computed. */
  public int size() {
    return trees.stream().mapToInt(TokenTree::size).sum();
  }
}
