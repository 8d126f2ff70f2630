package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.EpisodeTurn;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An answer of a rollout.
 *
 * @param session that it is from
 * @param group of answers to the same prompt
 * @param generation what was read and drawn
 * @param reward in [0, 1]
 */
record Answer(String session, String group, Generation generation, double reward) {
  private static final int RUN = 4;

  /** All answers of some episodes that have a reward and at least a token. */
  static List<Answer> of(List<Episode> episodes) {
    List<Answer> answers = new ArrayList<>();
    for (Episode episode : episodes) {
      for (EpisodeTurn turn : episode.turns()) {
        if (turn.role() == Role.ASSISTANT
            && turn.reward().isPresent()
            && turn.generation().tokens().length > 0) {
          answers.add(
              new Answer(
                  episode.session(), turn.group(), turn.generation(), turn.reward().getAsDouble()));
        }
      }
    }
    return answers;
  }

  int length() {
    return generation.tokens().length;
  }

  /** As an example, each token with its own weight. */
  TokenizedExample example(float[] weights) {
    int[] prompt = generation.promptTokens();
    int[] all = new int[prompt.length + length()];
    System.arraycopy(prompt, 0, all, 0, prompt.length);
    System.arraycopy(generation.tokens(), 0, all, prompt.length, length());
    return new TokenizedExample(all, prompt.length, weights);
  }

  /** Rewards less what was to be expected: the mean of the others in the group, or a baseline. */
  static double[] advantages(List<Answer> answers, double baseline, boolean normalise) {
    Map<String, double[]> groups = new HashMap<>();
    for (Answer answer : answers) {
      double[] group = groups.computeIfAbsent(answer.group(), name -> new double[2]);
      group[0] += answer.reward();
      group[1]++;
    }
    double[] advantages = new double[answers.size()];
    double square = 0;
    for (int i = 0; i < advantages.length; i++) {
      double reward = answers.get(i).reward();
      double[] group = groups.getOrDefault(answers.get(i).group(), new double[2]);
      double others = group[1] > 1 ? (group[0] - reward) / (group[1] - 1) : baseline;
      advantages[i] = reward - others;
      square += advantages[i] * advantages[i];
    }
    double deviation = Math.sqrt(square / Math.max(1, advantages.length));
    if (normalise && deviation > 1e-6) {
      for (int i = 0; i < advantages.length; i++) {
        advantages[i] /= deviation;
      }
    }
    return advantages;
  }

  /** The share of groups of two or more whose rewards are all the same. */
  static double idleGroups(List<Answer> answers) {
    Map<String, Set<Double>> rewards = new HashMap<>();
    Map<String, Integer> sizes = new HashMap<>();
    for (Answer answer : answers) {
      rewards.computeIfAbsent(answer.group(), group -> new HashSet<>()).add(answer.reward());
      sizes.merge(answer.group(), 1, Integer::sum);
    }
    List<String> compared =
        sizes.entrySet().stream().filter(e -> e.getValue() > 1).map(Map.Entry::getKey).toList();
    long idle =
        compared.stream().filter(g -> rewards.getOrDefault(g, Set.of()).size() == 1).count();
    return compared.isEmpty() ? 0 : (double) idle / compared.size();
  }

  /** The share of the answers' runs of four tokens that stand in their own prompts. */
  static double copied(List<Answer> answers) {
    long copied = 0;
    long all = 0;
    for (Answer answer : answers) {
      Set<List<Integer>> shown = runs(answer.generation().promptTokens(), RUN);
      for (List<Integer> run : runsInOrder(answer.generation().tokens(), RUN)) {
        copied += shown.contains(run) ? 1 : 0;
        all++;
      }
    }
    return all == 0 ? 0 : (double) copied / all;
  }

  /** Distinct pairs of tokens over all answers, as a share of all pairs. */
  static double distinct2(List<Answer> answers) {
    Set<List<Integer>> distinct = new HashSet<>();
    long all = 0;
    for (Answer answer : answers) {
      List<List<Integer>> pairs = runsInOrder(answer.generation().tokens(), 2);
      distinct.addAll(pairs);
      all += pairs.size();
    }
    return all == 0 ? 1 : (double) distinct.size() / all;
  }

  private static Set<List<Integer>> runs(int[] tokens, int length) {
    return new HashSet<>(runsInOrder(tokens, length));
  }

  private static List<List<Integer>> runsInOrder(int[] tokens, int length) {
    List<List<Integer>> runs = new ArrayList<>();
    for (int i = 0; i + length <= tokens.length; i++) {
      List<Integer> run = new ArrayList<>(length);
      for (int j = 0; j < length; j++) {
        run.add(tokens[i + j]);
      }
      runs.add(run);
    }
    return runs;
  }
}
