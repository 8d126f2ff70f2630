package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Holds the sampler against one that sorts everything, step by step as documented. */
final class SamplerTest {
  /** Logits from a small grid, so that many are equal. */
  @Provide
  Arbitrary<float[]> logits() {
    Arbitrary<Float> grid = Arbitraries.integers().between(-12, 12).map(i -> i / 2f);
    Arbitrary<Float> fine = Arbitraries.floats().between(-30, 30).ofScale(3);
    return Arbitraries.oneOf(
        grid.array(float[].class).ofMinSize(1).ofMaxSize(300),
        fine.array(float[].class).ofMinSize(1).ofMaxSize(300));
  }

  @Provide
  Arbitrary<Sampling> samplings() {
    return Combinators.combine(
            Arbitraries.of(0.0, Double.MIN_VALUE, 1e-38, 0.3, 1.0, 1.7, 10.0),
            Arbitraries.of(1.0, 0.95, 0.5, 0.01, Double.MIN_VALUE),
            Arbitraries.of(0, 1, 2, 40, 1000),
            Arbitraries.of(0.0, 0.05, 0.5, 0.99),
            Arbitraries.of(1.0, 1.3, 10.0),
            Arbitraries.integers().between(0, 320).set().ofMaxSize(5))
        .as((temperature, topP, topK, minP, penalty, banned) ->
            new Sampling(temperature, topP, topK, minP, penalty, 1, List.of(), banned));
  }

  @Property(tries = 3000)
  void drawsFromTheDocumentedDistribution(
      @ForAll("logits") float[] logits, @ForAll("samplings") Sampling sampling, @ForAll long seed) {
    int[] prompt = {0, logits.length / 2};
    Map<Integer, Double> expected = naive(logits, sampling, prompt);
    float[] before = logits.clone();
    Sampler sampler = new Sampler(sampling, seed, logits.length, prompt);
    if (expected.isEmpty()) {
      assertThrows(
          IllegalArgumentException.class, () -> sampler.sample(logits, new float[logits.length]));
      return;
    }
    int token = sampler.sample(logits, new float[logits.length]);
    assertTrue(Arrays.equals(before, logits), "the logits were changed");
    assertTrue(expected.containsKey(token), () -> token + " is not among " + expected);
    assertEquals(
        Math.log(expected.getOrDefault(token, 0.0)), sampler.sampledLogProbability(), 1e-3);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[token]);
    }
    assertEquals(-Math.log(sum), sampler.modelLogProbability(), 1e-4);
  }

  /** Probabilities of the tokens that may be drawn. */
  private static Map<Integer, Double> naive(float[] logits, Sampling sampling, int[] prompt) {
    double[] changed = new double[logits.length];
    Set<Integer> seen = new HashSet<>();
    for (int token : prompt) {
      seen.add(token);
    }
    List<Integer> order = new ArrayList<>();
    for (int token = 0; token < logits.length; token++) {
      double penalty = seen.contains(token) ? sampling.repetitionPenalty() : 1;
      double logit = logits[token];
      changed[token] = (float) (logit > 0 ? logit / penalty : logit * penalty);
      if (!sampling.bannedTokens().contains(token)) {
        order.add(token);
      }
    }
    order.sort(Comparator.<Integer>comparingDouble(token -> 0.0 - changed[token]));
    if (order.isEmpty() || sampling.temperature() == 0) {
      return order.isEmpty() ? Map.of() : Map.of(order.getFirst(), 1.0);
    }
    if (sampling.topK() > 0) {
      order = order.subList(0, Math.min(order.size(), sampling.topK()));
    }
    Map<Integer, Double> kept = normalized(order, changed, sampling.temperature());
    if (sampling.topP() < 1) {
      List<Integer> smallest = new ArrayList<>();
      double mass = 0;
      for (int token : order) {
        // Exactly reached is reached, however sums are rounded.
        if (smallest.isEmpty() || mass < sampling.topP() - 1e-6) {
          smallest.add(token);
          mass += kept.getOrDefault(token, 0.0);
        }
      }
      kept = normalized(smallest, changed, sampling.temperature());
      order = smallest;
    }
    double best = kept.getOrDefault(order.getFirst(), 0.0);
    List<Integer> probable = new ArrayList<>();
    for (int token : order) {
      if (kept.getOrDefault(token, 0.0) >= sampling.minP() * best) {
        probable.add(token);
      }
    }
    return normalized(probable, changed, sampling.temperature());
  }

  private static Map<Integer, Double> normalized(
      List<Integer> tokens, double[] logits, double temperature) {
    double sum = 0;
    double best = logits[tokens.getFirst()];
    for (int token : tokens) {
      sum += Math.exp((logits[token] - best) / temperature);
    }
    Map<Integer, Double> probabilities = new TreeMap<>();
    for (int token : tokens) {
      probabilities.put(token, Math.exp((logits[token] - best) / temperature) / sum);
    }
    return probabilities;
  }

  @Test
  void drawsAsOftenAsProbabilitiesSay() {
    float[] logits = {1, 0, 3, 2, 2, -1};
    Sampling sampling = Sampling.builder().temperature(1.5).topK(5).topP(0.97).build();
    Map<Integer, Double> expected = naive(logits, sampling, new int[0]);
    int draws = 20_000;
    Map<Integer, Integer> counts = new TreeMap<>();
    Sampler sampler = new Sampler(sampling, 1, logits.length, new int[0]);
    for (int i = 0; i < draws; i++) {
      counts.merge(sampler.sample(logits, new float[logits.length]), 1, Integer::sum);
    }
    assertEquals(expected.keySet(), counts.keySet());
    expected.forEach((token, probability) ->
        assertEquals(
            probability,
            counts.getOrDefault(token, 0) / (double) draws,
            4 * Math.sqrt(probability * (1 - probability) / draws)));
  }

  @Test
  void looksAtMoreTokensWhereTheBestDoNotReachTopP() {
    Random random = new Random(5);
    float[] logits = new float[5000];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextFloat();
    }
    Sampling sampling = Sampling.builder().topP(0.9).build();
    Map<Integer, Double> expected = naive(logits, sampling, new int[0]);
    Sampler sampler = new Sampler(sampling, 2, logits.length, new int[0]);
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      int token = sampler.sample(logits, new float[logits.length]);
      assertTrue(expected.containsKey(token));
      assertEquals(
          Math.log(expected.getOrDefault(token, 0.0)), sampler.sampledLogProbability(), 1e-3);
      drawn.add(token);
    }
    assertTrue(drawn.size() > 400, "almost all draws differ");
  }

  @Test
  void neverDrawsTokensWithoutText() {
    Sampler sampler = new Sampler(Sampling.greedy(1), 1, 2, new int[0]);
    assertEquals(1, sampler.sample(new float[] {0, 1, 9}, new float[3]));
  }

  @Test
  void refusesLogitsThatAreNotNumbers() {
    Sampler sampler = new Sampler(Sampling.greedy(1), 1, 2, new int[0]);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(CsssException.class, () -> sampler.sample(new float[] {0, bad}, new float[2]));
    }
  }
}
