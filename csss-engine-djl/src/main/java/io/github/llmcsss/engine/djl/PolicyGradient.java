package io.github.llmcsss.engine.djl;

import java.util.ArrayList;
import java.util.List;

/**
 * What every token of the answers weighs in the loss, so that its gradient is that of REINFORCE
 * [White 2025, Eq. 6]: its advantage, less the pull towards the model of the beginning, times the
 * importance ratio, as a mean over tokens.
 *
 * @param weights for each answer one for each of its tokens
 * @param divergence mean log-likelihood ratio to the model of the beginning
 * @param mismatch mean distance of the generator's and the trainer's log-probabilities
 */
record PolicyGradient(List<float[]> weights, double divergence, double mismatch) {

  /**
   * Computes the weights.
   *
   * @param learner log-probabilities of the model that learns
   * @param reference those of the model of the beginning
   */
  static PolicyGradient of(
      RolloutBatch batch,
      double[] advantages,
      List<float[]> learner,
      List<float[]> reference,
      Reinforcement settings) {
    int tokens = batch.tokens();
    List<float[]> weights = new ArrayList<>();
    double divergence = 0;
    double mismatch = 0;
    for (int i = 0; i < batch.answers().size(); i++) {
      Answer answer = batch.answers().get(i);
      float[] drawnBy = answer.generation().sampledLogProbabilities();
      float[] said = answer.generation().modelLogProbabilities();
      float[] own = new float[answer.length()];
      for (int t = 0; t < own.length; t++) {
        double now = learner.get(i)[t];
        double moved = now - reference.get(i)[t];
        double pull = settings.klWeight() * moved + settings.entropyWeight() * now;
        double ratio = Math.min(settings.maximumRatio(), Math.exp(now - drawnBy[t]));
        own[t] = (float) ((advantages[i] - pull) * ratio / tokens);
        divergence += moved;
        mismatch += Math.abs(now - said[t]);
      }
      weights.add(own);
    }
    return new PolicyGradient(weights, divergence / tokens, mismatch / tokens);
  }
}
