package io.github.llmcsss.model;

/** The angles of rotary position embeddings [Su 2021], with the scaling of Llama 3. */
public final class Rotary {
  private Rotary() {}

  /** Radians per position for each of the {@code headDimension / 2} pairs. */
  public static double[] frequencies(ModelConfig config) {
    int half = config.headDimension() / 2;
    double[] frequencies = new double[half];
    for (int i = 0; i < half; i++) {
      double frequency = Math.pow(config.ropeTheta(), -2.0 * i / config.headDimension());
      frequencies[i] =
          config.ropeScaling().map(scaling -> scaled(frequency, scaling)).orElse(frequency);
    }
    return frequencies;
  }

  /** Long waves are slowed down, short ones stay, those between are mixed. */
  private static double scaled(double frequency, RopeScaling scaling) {
    double turns = scaling.originalContextLength() * frequency / (2 * Math.PI);
    double low = scaling.lowFrequencyFactor();
    double high = scaling.highFrequencyFactor();
    double share = Math.clamp((turns - low) / (high - low), 0, 1);
    return share * frequency + (1 - share) * frequency / scaling.factor();
  }
}
