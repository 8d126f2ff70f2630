package io.github.llmcsss.engine.djl;

import io.github.llmcsss.model.LoraConfig;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DjlTrainerBuilder} collects.
 *
 * @param lora the adapter to learn; null where all weights do
 * @param precision null where a measurement chooses
 * @param optimization how the weights move
 * @param reinforcement how the third stage learns
 * @param tokensPerStep for which the weights move once
 * @param tokensPerBatch computed together
 * @param longestExample in tokens
 * @param leavesOutLongExamples whether longer ones are left out and not refused
 * @param checkpointing whether blocks are computed again on the way back
 * @param validationShare of the sessions
 * @param patience validations without a new best that are waited for
 * @param stepsBetweenCheckpoints as it says
 * @param threads that compute together
 */
record TrainerSettings(
    @Nullable LoraConfig lora,
    @Nullable TrainingPrecision precision,
    Optimization optimization,
    Reinforcement reinforcement,
    int tokensPerStep,
    int tokensPerBatch,
    int longestExample,
    boolean leavesOutLongExamples,
    boolean checkpointing,
    double validationShare,
    int patience,
    long stepsBetweenCheckpoints,
    int threads) {

  /** All that shapes the weights, by name. */
  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("trained", lora == null ? "all weights" : lora.toString());
    facts.put("optimization", optimization.toString());
    facts.put("tokensPerStep", Integer.toString(tokensPerStep));
    facts.put("tokensPerBatch", Integer.toString(tokensPerBatch));
    facts.put("checkpointing", Boolean.toString(checkpointing));
    facts.put("validationShare", Double.toString(validationShare));
    facts.put("patience", Integer.toString(patience));
    facts.put("threads", Integer.toString(threads));
    return facts;
  }
}
