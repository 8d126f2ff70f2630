package io.github.llmcsss.engine.djl;

import io.github.llmcsss.engine.djl.torch.MatrixTimer;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.model.ModelConfig;

/**
 * Chooses a precision by timing it: whether 16 bits are faster cannot be told from a processor's
 * flags. Some with the instructions gain nothing, and without them it may be a hundred times
 * slower.
 */
final class PrecisionChoice {
  /** Small gains are not worth the rounding. */
  private static final double WORTH = 1.15;

  private PrecisionChoice() {}

  static TrainingPrecision measure(Torch torch, ModelConfig config) {
    try (MatrixTimer timer =
        new MatrixTimer(torch, config.hiddenSize(), config.intermediateSize())) {
      double exact = timer.seconds(false);
      double coarse = timer.seconds(true);
      return exact > WORTH * coarse ? TrainingPrecision.BFLOAT16 : TrainingPrecision.FLOAT32;
    }
  }
}
