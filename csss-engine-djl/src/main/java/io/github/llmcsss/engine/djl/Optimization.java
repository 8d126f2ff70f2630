package io.github.llmcsss.engine.djl;

import io.github.llmcsss.engine.djl.torch.AdamW;

/**
 * How the weights move: AdamW [Loshchilov 2019], the learning rate rising linearly and then falling
 * as a cosine to 0.
 *
 * @param epochs passes over the examples; at least 1
 * @param learningRate at its highest; above 0
 * @param warmup share of all steps over which it rises; in [0, 1)
 * @param weightDecay of matrices; norms and biases have none; in [0, 1)
 * @param maximumGradientNorm gradients are scaled down to it, all together; above 0
 */
record Optimization(
    int epochs,
    double learningRate,
    double warmup,
    double weightDecay,
    double maximumGradientNorm) {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  /**
   * The learning rate of a step.
   *
   * @param step counted from 1
   * @param steps in all
   */
  double rate(long step, long steps) {
    long rising = Math.round(warmup * steps);
    if (step <= rising) {
      return learningRate * step / rising;
    }
    // The last step still moves: 0 is where the one after it would be.
    double done = (double) (step - 1 - rising) / Math.max(1, steps - rising);
    return learningRate * 0.5 * (1 + Math.cos(Math.PI * done));
  }

  /** What the optimizer needs to know. */
  AdamW.Settings adamW() {
    return new AdamW.Settings(BETA_1, BETA_2, EPSILON, weightDecay);
  }
}
