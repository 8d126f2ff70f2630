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

  private final Sampling sampling;
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
    this.random = new SplittableRandom(seed);
    this.usable = usable;
    for (int token : prompt) {
      seen.set(token);
    }
  }

  /** Draws a token. The array is not changed. */
  int sample(float[] logits, float[] scratch) {
    double normalizer = logSumExp(logits, logits.length);
    if (!(normalizer < Double.POSITIVE_INFINITY && normalizer > Double.NEGATIVE_INFINITY)) {
      throw new CsssException(
          "the model computed logits that are not numbers; its weights may be damaged, or the"
              + " precision too low for it");
    }
    System.arraycopy(logits, 0, scratch, 0, usable);
    changeLogits(scratch);
    int token = draw(scratch);
    modelLogProbability = (float) (logits[token] - normalizer);
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
    int best = 0;
    for (int token = 1; token < usable; token++) {
      if (logits[token] > logits[best]) {
        best = token;
      }
    }
    if (logits[best] == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "bannedTokens must be leaving a token, but all are banned");
    }
    if (sampling.temperature() == 0) {
      sampledLogProbability = 0;
      return best;
    }
    double top = logits[best];
    for (int token = 0; token < usable; token++) {
      logits[token] = (float) ((logits[token] - top) / sampling.temperature());
    }
    boolean limited = sampling.topK() > 0 && sampling.topK() < usable;
    if (!limited && sampling.topP() == 1) {
      return drawUnordered(logits);
    }
    return drawOrdered(logits, limited);
  }

  /** All tokens but those that min-p drops. */
  private int drawUnordered(float[] logits) {
    double floor = sampling.minP() == 0 ? Double.NEGATIVE_INFINITY : Math.log(sampling.minP());
    double total = 0;
    for (int token = 0; token < usable; token++) {
      if (logits[token] >= floor) {
        total += Math.exp(logits[token]);
      }
    }
    double left = random.nextDouble() * total;
    int drawn = -1;
    for (int token = 0; token < usable && left >= 0; token++) {
      // Banned tokens have no probability, but rounding must not draw one as the last resort.
      if (logits[token] >= floor && logits[token] > Float.NEGATIVE_INFINITY) {
        drawn = token;
        left -= Math.exp(logits[token]);
      }
    }
    sampledLogProbability = (float) (logits[drawn] - Math.log(total));
    return drawn;
  }

  private int drawOrdered(float[] logits, boolean limited) {
    int wanted = limited ? sampling.topK() : usable;
    double all = limited ? Double.NaN : sumExp(logits);
    // The few best usually hold the mass that top-p asks for; sort more only where they do not.
    int count = limited ? wanted : Math.min(wanted, 64);
    while (true) {
      int[] order = Best.of(logits, usable, count);
      int kept = filter(logits, order, all);
      if (kept > 0) {
        return pick(logits, order, kept);
      }
      count = (int) Math.min(wanted, 16L * count);
    }
  }

  /** How many of the best remain; 0 if more of them must be looked at. */
  private int filter(float[] logits, int[] order, double all) {
    int kept = 0;
    while (kept < order.length && logits[order[kept]] > Float.NEGATIVE_INFINITY) {
      kept++;
    }
    boolean complete = kept < order.length || order.length == usable || Double.isNaN(all);
    if (sampling.topP() < 1) {
      double total = all;
      if (Double.isNaN(all)) {
        total = 0;
        for (int i = 0; i < kept; i++) {
          total += Math.exp(logits[order[i]]);
        }
      }
      double target = (sampling.topP() - ROUNDING) * total;
      double sum = 0;
      int reached = 0;
      while (reached < kept && sum < target) {
        sum += Math.exp(logits[order[reached++]]);
      }
      if (sum < target && !complete) {
        return 0;
      }
      kept = reached;
    }
    while (kept > 1 && sampling.minP() > 0 && logits[order[kept - 1]] < Math.log(sampling.minP())) {
      kept--;
    }
    return kept;
  }

  private int pick(float[] logits, int[] order, int kept) {
    double total = 0;
    for (int i = 0; i < kept; i++) {
      total += Math.exp(logits[order[i]]);
    }
    double left = random.nextDouble() * total;
    int at = 0;
    while (at < kept - 1) {
      left -= Math.exp(logits[order[at]]);
      if (left < 0) {
        break;
      }
      at++;
    }
    sampledLogProbability = (float) (logits[order[at]] - Math.log(total));
    return order[at];
  }

  private double sumExp(float[] logits) {
    double sum = 0;
    for (int token = 0; token < usable; token++) {
      sum += Math.exp(logits[token]);
    }
    return sum;
  }

  private static double logSumExp(float[] logits, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, logits[i]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(logits[i] - largest);
    }
    return largest + Math.log(sum);
  }
}
