package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws one token; with a fault where one is planted. */
final class ToySampler {
  /** A drawn token and the two log-probabilities of it. */
  record Drawn(int token, float model, float sampled) {}

  private ToySampler() {}

  static Drawn draw(
      List<Integer> tokens, Sampling sampling, SplittableRandom random, String fault) {
    double[] logits = ToyLanguage.logits(tokens);
    double[] model = softmax(logits, 1);
    if (!fault.equals("ignores bans")) {
      sampling.bannedTokens().forEach(token -> logits[token] = Double.NEGATIVE_INFINITY);
    }
    boolean greedy = sampling.temperature() == 0 && !fault.equals("draws at zero");
    double temperature = sampling.temperature() == 0 ? 1 : sampling.temperature();
    double[] drawn = softmax(logits, temperature);
    Integer[] order = IntStream.range(0, drawn.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(token -> -drawn[token]));
    int most = greedy ? 1 : sampling.topK() == 0 ? drawn.length : sampling.topK();
    double mass = 0;
    int kept = 0;
    while (kept < most && mass < sampling.topP()) {
      mass += drawn[order[kept++]];
    }
    double point = random.nextDouble() * mass;
    int at = 0;
    while (at < kept - 1 && point >= drawn[order[at]]) {
      point -= drawn[order[at++]];
    }
    int token = order[at];
    double before = fault.equals("model after the cut") ? drawn[token] / mass : model[token];
    double after = fault.equals("forgets the cut") ? drawn[token] * 0.5 : drawn[token] / mass;
    return new Drawn(token, (float) Math.log(before), (float) Math.log(after));
  }

  private static double[] softmax(double[] logits, double temperature) {
    double best = Arrays.stream(logits).max().orElseThrow();
    double[] shares =
        Arrays.stream(logits).map(logit -> Math.exp((logit - best) / temperature)).toArray();
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }
}
