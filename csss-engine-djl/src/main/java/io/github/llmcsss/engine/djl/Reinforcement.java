package io.github.llmcsss.engine.djl;

/**
 * How the third stage learns from rewards [White 2025, Eq. 6 and 7].
 *
 * @param klWeight how strongly the model is held to what it was at the beginning: a token's
 *     log-likelihood ratio to it, times this, is taken off its advantage; 0 or more
 * @param entropyWeight how strongly it is kept from certainty, in the same way; 0 or more
 * @param normalise whether advantages are divided by their standard deviation in the step
 * @param maximumMismatch how far the trainer's and the generator's log-probabilities may lie apart,
 *     in nats a token on average; more is an error. About 0.02 where the generator computes in 32
 *     bits, more with int8; above 0
 * @param maximumRatio importance weights are cut off there; 1 or more
 * @param alarms when the training stops itself
 */
public record Reinforcement(
    double klWeight,
    double entropyWeight,
    boolean normalise,
    double maximumMismatch,
    double maximumRatio,
    Alarms alarms) {
  /** Checks the ranges. */
  public Reinforcement {
    check(klWeight >= 0 && klWeight < 100, "klWeight", "in [0, 100)", klWeight);
    check(entropyWeight >= 0 && entropyWeight < 100, "entropyWeight", "in [0, 100)", entropyWeight);
    check(maximumMismatch > 0, "maximumMismatch", "above 0", maximumMismatch);
    check(maximumRatio >= 1, "maximumRatio", "1 or more", maximumRatio);
  }

  /** A light hold, normalised advantages, rollouts in 32 bits. */
  public static Reinforcement standard() {
    return new Reinforcement(0.02, 0, true, 0.02, 2, Alarms.standard());
  }

  /** The same for a generator whose numbers lie farther apart, such as one in int8. */
  public Reinforcement withMaximumMismatch(double value) {
    return new Reinforcement(klWeight, entropyWeight, normalise, value, maximumRatio, alarms);
  }

  /** The same with other alarms. */
  public Reinforcement withAlarms(Alarms value) {
    return new Reinforcement(
        klWeight, entropyWeight, normalise, maximumMismatch, maximumRatio, value);
  }

  /** The same with another hold. */
  public Reinforcement withKlWeight(double value) {
    return new Reinforcement(
        value, entropyWeight, normalise, maximumMismatch, maximumRatio, alarms);
  }

  private static void check(boolean holds, String name, String rule, double value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }
}
