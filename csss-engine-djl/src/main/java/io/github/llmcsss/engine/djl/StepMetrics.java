package io.github.llmcsss.engine.djl;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code metrics.jsonl}.
 *
 * @param step counted from 1
 * @param epoch counted from 1
 * @param loss of the step, in nats a token
 * @param learningRate of the step
 * @param gradientNorm before clipping
 * @param tokens computed
 * @param targets tokens learned
 * @param seconds that the step took
 * @param validationLoss after the step; absent where there was no validation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StepMetrics(
    long step,
    int epoch,
    double loss,
    double learningRate,
    double gradientNorm,
    int tokens,
    int targets,
    double seconds,
    @Nullable Double validationLoss) {}
