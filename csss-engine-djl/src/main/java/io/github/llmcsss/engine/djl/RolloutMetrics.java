package io.github.llmcsss.engine.djl;

/**
 * A line of {@code metrics.jsonl} in the third stage.
 *
 * @param step counted from 1
 * @param loss of the step, of sessions and rewards together
 * @param sessionLoss in nats a token; 0 where gamma is 0
 * @param learningRate of the step
 * @param gradientNorm before clipping
 * @param tokens computed
 * @param targets tokens of answers
 * @param seconds that the step took, rollouts included
 * @param rolloutSeconds that the rollouts took
 * @param meanReward of all answers
 * @param meanLength of answers, in tokens
 * @param copied share of the answers' runs of four tokens that stand in their prompts
 * @param distinct2 distinct pairs of tokens, as a share of all pairs of the answers
 * @param divergence mean log-likelihood ratio of the answers' tokens to the model of the beginning
 * @param idleGroups share of groups whose rewards are all the same
 * @param mismatch mean distance of the generator's and the trainer's log-probabilities
 */
record RolloutMetrics(
    long step,
    double loss,
    double sessionLoss,
    double learningRate,
    double gradientNorm,
    int tokens,
    int targets,
    double seconds,
    double rolloutSeconds,
    double meanReward,
    double meanLength,
    double copied,
    double distinct2,
    double divergence,
    double idleGroups,
    double mismatch) {}
