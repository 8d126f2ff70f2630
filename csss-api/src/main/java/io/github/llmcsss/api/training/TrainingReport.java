package io.github.llmcsss.api.training;

import io.github.llmcsss.api.Provenance;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What came out of a stage.
 *
 * @param result what a generator loads: a directory with a whole model or an adapter
 * @param steps how many were done in all, earlier parts of an interrupted training included; 1 or
 *     more
 * @param tokens how many tokens the loss fell on; 1 or more
 * @param loss mean over the last pass, in nats a token; a finite number
 * @param validationLoss the same over the sessions kept for validation; empty where none were
 * @param validationLossBefore the same before the first step; empty where it was not measured
 * @param provenance what made it: model, data, settings
 */
public record TrainingReport(
    Path result,
    long steps,
    long tokens,
    double loss,
    OptionalDouble validationLoss,
    OptionalDouble validationLossBefore,
    Provenance provenance) {
  /** Checks the ranges. */
  public TrainingReport {
    Require.that(steps >= 1, "steps", "1 or more", steps);
    Require.that(tokens >= 1, "tokens", "1 or more", tokens);
    Require.that(Double.isFinite(loss), "loss", "a finite number", loss);
    Require.that(
        Double.isFinite(validationLoss.orElse(0)),
        "validationLoss",
        "a finite number",
        validationLoss);
    Require.that(
        Double.isFinite(validationLossBefore.orElse(0)),
        "validationLossBefore",
        "a finite number",
        validationLossBefore);
  }
}
