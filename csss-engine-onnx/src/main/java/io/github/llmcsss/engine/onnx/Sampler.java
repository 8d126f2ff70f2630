package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Sampling;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Draws the tokens of one answer, as documented in {@link Sampling}. Each filter works on the
 * distribution that the one before it left, made to sum to one again. Of equal tokens the one with
 * the lower id comes first. Not thread-safe.
 */
final class Sampler {
  /** Sums of equal logits may miss a round probability by so much. */
  private static final double ROUNDING = 1e-6;

  /** The coldest temperature is not quite 0: infinity times a difference of 0 is no number. */
  private static final double LARGEST_FACTOR = 1e30;

  /** How many of the best are looked at before more. */
  private static final int FIRST_LOOK = 64;

  private final Sampling sampling;
  private final float factor;
  private final SplittableRandom random;
  private final int usable;
  private final BitSet seen = new BitSet();
  private float modelLogProbability;
  private float sampledLogProbability;

  /**
   * A sampler for one answer.
   *
   * @param usable ids from here on are never drawn: the model has rows for them, the tokenizer no
   *     text
   */
  Sampler(Sampling sampling, long seed, int usable, int[] prompt) {
    this.sampling = sampling;
    this.factor = (float) Math.min(1 / sampling.temperature(), LARGEST_FACTOR);
    this.random = new SplittableRandom(seed);
    this.usable = usable;
    for (int token : prompt) {
      seen.set(token);
    }
  }

  /** Draws a token. The array is not changed. */
  int sample(float[] logits, float[] scratch) {
    float largest = logits[best(logits, logits.length)];
    double sum = Exponential.sum(logits, logits.length, largest, 1);
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new CsssException(
          "the model computed logits that are not numbers; its weights may be damaged, or the"
              + " precision too low for it");
    }
    System.arraycopy(logits, 0, scratch, 0, usable);
    changeLogits(scratch);
    int token = draw(scratch);
    modelLogProbability = (float) (logits[token] - largest - Math.log(sum));
    seen.set(token);
    return token;
  }

  /** Of the last token, under the model's own distribution. */
  float modelLogProbability() {
    return modelLogProbability;
  }

  /** Of the last token, under the distribution that it was drawn from. */
  float sampledLogProbability() {
    return sampledLogProbability;
  }

  private void changeLogits(float[] logits) {
    for (int token : sampling.bannedTokens()) {
      if (token >= 0 && token < usable) {
        logits[token] = Float.NEGATIVE_INFINITY;
      }
    }
    double penalty = sampling.repetitionPenalty();
    if (penalty > 1) {
      for (int token = seen.nextSetBit(0);
          token >= 0 && token < usable;
          token = seen.nextSetBit(token + 1)) {
        float logit = logits[token];
        logits[token] = (float) (logit > 0 ? logit / penalty : logit * penalty);
      }
    }
  }

  private int draw(float[] logits) {
    int best = best(logits, usable);
    if (logits[best] == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "bannedTokens must be leaving a token, but all are banned");
    }
    if (sampling.temperature() == 0) {
      sampledLogProbability = 0;
      return best;
    }
    boolean limited = sampling.topK() > 0 && sampling.topK() < usable;
    if (!limited && sampling.topP() == 1) {
      return drawUnordered(logits, logits[best]);
    }
    return drawOrdered(logits, logits[best], limited);
  }

  /** All tokens but those that min-p drops. */
  private int drawUnordered(float[] logits, float largest) {
    if (sampling.minP() > 0) {
      double floor = largest + sampling.temperature() * Math.log(sampling.minP());
      for (int token = 0; token < usable; token++) {
        if (logits[token] < floor) {
          logits[token] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    double[] sums = Exponential.sums(logits, usable, largest, factor);
    double total = 0;
    for (double sum : sums) {
      total += sum;
    }
    double left = random.nextDouble() * total;
    int block = 0;
    while (block < sums.length - 1 && left >= sums[block]) {
      left -= sums[block++];
    }
    int token = inBlock(block, left, logits, largest);
    return drawn(token, logits, largest, total);
  }

  /** Rounding must not draw a token without probability as the last resort. */
  private int inBlock(int block, double mass, float[] logits, float largest) {
    double left = mass;
    int from = block * Exponential.BLOCK;
    int end = Math.min(usable, from + Exponential.BLOCK);
    int drawn = -1;
    for (int token = from; token < end && left >= 0; token++) {
      double weight = Exponential.term(logits[token], largest, factor);
      if (weight > 0) {
        drawn = token;
        left -= weight;
      }
    }
    return drawn < 0 ? best(logits, usable) : drawn;
  }

  private int drawOrdered(float[] logits, float largest, boolean limited) {
    int count = limited ? sampling.topK() : Math.min(usable, FIRST_LOOK);
    int[] order = Best.of(logits, usable, count);
    double[] weights = weights(order, logits, largest);
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double all = limited ? sum : Exponential.sum(logits, usable, largest, factor);
    double target = (sampling.topP() - ROUNDING) * all;
    if (sum < target) {
      // The few best usually hold the mass that top-p asks for, but here they do not.
      int[] more = Best.reaching(logits, usable, largest, factor, target);
      return pick(logits, largest, more, weights(more, logits, largest), more.length);
    }
    int kept = sampling.topP() < 1 ? reaching(weights, target) : count;
    return pick(logits, largest, order, weights, kept);
  }

  private double[] weights(int[] tokens, float[] logits, float largest) {
    double[] weights = new double[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      weights[i] = Exponential.term(logits[tokens[i]], largest, factor);
    }
    return weights;
  }

  /** How many of the best it takes to reach a mass; at least one. */
  private static int reaching(double[] weights, double target) {
    double sum = weights[0];
    int count = 1;
    while (count < weights.length && sum < target) {
      sum += weights[count++];
    }
    return count;
  }

  /** One of the first {@code count}, but for those that min-p drops. */
  private int pick(float[] logits, float largest, int[] order, double[] weights, int count) {
    double floor = largest + sampling.temperature() * Math.log(sampling.minP());
    double total = 0;
    for (int i = 0; i < count; i++) {
      if (logits[order[i]] < floor) {
        weights[i] = 0;
      }
      total += weights[i];
    }
    double left = random.nextDouble() * total;
    int drawn = 0;
    for (int i = 0; i < count && left >= 0; i++) {
      // Rounding must not draw a token without probability as the last resort.
      if (weights[i] > 0) {
        drawn = i;
        left -= weights[i];
      }
    }
    return drawn(order[drawn], logits, largest, total);
  }

  private int drawn(int token, float[] logits, float largest, double total) {
    sampledLogProbability = (float) (factor * (logits[token] - largest) - Math.log(total));
    return token;
  }

  /** The first of the largest; where there is a NaN, that. */
  private static int best(float[] logits, int count) {
    int best = 0;
    for (int token = 1; token < count; token++) {
      if (!(logits[token] <= logits[best])) {
        best = token;
      }
    }
    return best;
  }
}
