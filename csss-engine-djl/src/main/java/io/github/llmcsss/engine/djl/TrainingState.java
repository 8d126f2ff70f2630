package io.github.llmcsss.engine.djl;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far a training is, beside its weights and moments.
 *
 * @param step done
 * @param targets tokens learned so far
 * @param passLoss sum of weighted negative log-likelihoods in this pass
 * @param passWeight sum of the weights in this pass
 * @param before the validation loss at the beginning; null where there is no validation
 * @param best the lowest validation loss; null before the first
 * @param sinceBest validations since then
 * @param ended whether there is nothing more to do
 */
record TrainingState(
    long step,
    long targets,
    double passLoss,
    double passWeight,
    @Nullable Double before,
    @Nullable Double best,
    int sinceBest,
    boolean ended) {
  static final TrainingState START = new TrainingState(0, 0, 0, 0, null, null, 0, false);

  /** The beginning, with a validation. */
  static TrainingState start(double validationLoss) {
    return new TrainingState(0, 0, 0, 0, validationLoss, null, 0, false);
  }

  /** After one more step. */
  TrainingState stepped(boolean firstOfPass, int newTargets, double loss, double weight) {
    return new TrainingState(
        step + 1,
        targets + newTargets,
        (firstOfPass ? 0 : passLoss) + loss,
        (firstOfPass ? 0 : passWeight) + weight,
        before,
        best,
        sinceBest,
        false);
  }

  /** After a validation. */
  TrainingState validated(double loss) {
    boolean better = isBest(loss);
    return new TrainingState(
        step,
        targets,
        passLoss,
        passWeight,
        before,
        better ? Double.valueOf(loss) : best,
        better ? 0 : sinceBest + 1,
        false);
  }

  boolean isBest(double loss) {
    return best == null || loss < best;
  }

  /** The same, at the end. */
  TrainingState end() {
    return new TrainingState(step, targets, passLoss, passWeight, before, best, sinceBest, true);
  }

  /** Mean over the pass, in nats a token. */
  double meanLoss() {
    return passLoss / passWeight;
  }

  OptionalDouble validationLoss() {
    return best == null ? OptionalDouble.empty() : OptionalDouble.of(best);
  }

  OptionalDouble validationLossBefore() {
    return before == null ? OptionalDouble.empty() : OptionalDouble.of(before);
  }
}
