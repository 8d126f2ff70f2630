package io.github.llmcsss.engine.djl;

import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import io.github.llmcsss.engine.djl.packing.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The answers of a step, packed: those of one session share their prompts' beginnings. */
final class RolloutBatch {
  private final List<Answer> answers;

  /** Indices of answers by session and first token: what goes into one tree. */
  private final List<List<Integer>> together;

  RolloutBatch(List<Answer> answers) {
    this.answers = List.copyOf(answers);
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      String key = answer.generation().promptTokens()[0] + " " + answer.session();
      groups.computeIfAbsent(key, name -> new ArrayList<>()).add(i);
    }
    together = List.copyOf(groups.values());
  }

  List<Answer> answers() {
    return answers;
  }

  int tokens() {
    return answers.stream().mapToInt(Answer::length).sum();
  }

  /**
   * Trees in which every token of an answer has its own weight.
   *
   * @param weights for each answer one for each of its tokens
   */
  List<TokenTree> trees(List<float[]> weights) {
    List<TokenTree> trees = new ArrayList<>();
    for (List<Integer> group : together) {
      List<TokenizedExample> examples = new ArrayList<>();
      for (int index : group) {
        examples.add(answers.get(index).example(weights.get(index)));
      }
      trees.add(TokenTree.of(examples));
    }
    return trees;
  }

  /** The same weight for all. */
  List<float[]> even() {
    List<float[]> weights = new ArrayList<>();
    for (Answer answer : answers) {
      float[] ones = new float[answer.length()];
      Arrays.fill(ones, 1);
      weights.add(ones);
    }
    return weights;
  }

  /**
   * The log-probability of each token of each answer.
   *
   * @param tokensPerBatch computed together
   * @param losses gives the negative log-likelihoods of some trees
   */
  List<float[]> logProbabilities(int tokensPerBatch, Function<List<TokenTree>, float[]> losses) {
    List<TokenTree> trees = trees(even());
    List<float[]> byTree = new ArrayList<>();
    for (List<TokenTree> batch : TrainingPlan.batches(trees, tokensPerBatch)) {
      float[] all = losses.apply(batch);
      int at = 0;
      for (TokenTree tree : batch) {
        byTree.add(Arrays.copyOfRange(all, at, at + tree.losses().size()));
        at += tree.losses().size();
      }
    }
    List<float[]> result = new ArrayList<>(even());
    for (int i = 0; i < together.size(); i++) {
      for (int index : together.get(i)) {
        Answer answer = answers.get(index);
        float[] own = result.get(index);
        int[] where = trees.get(i).lossesOf(answer.example(own));
        float[] values = new float[own.length];
        for (int t = 0; t < values.length; t++) {
          values[t] = -byTree.get(i)[where[t]];
        }
        result.set(index, values);
      }
    }
    return result;
  }
}
