package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Usage;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A request that has a row: how far its prompt is computed, and the answer so far. */
final class Sequence {
  private final Job job;
  private final Sampler sampler;
  private final TokenText text;
  private final int cached;
  private final int[] tokens;
  private final float[] modelLogProbabilities;
  private final float[] sampledLogProbabilities;
  private float @Nullable [] promptLogits;
  private int generated;
  private int filled;

  /** A sequence of which the first {@code cached} positions are in its row already. */
  Sequence(Job job, int cached, int usableTokens) {
    this.job = job;
    this.cached = cached;
    this.filled = cached;
    this.sampler = new Sampler(job.sampling(), job.seed(), usableTokens, job.prompt());
    this.text = new TokenText(job.sampling().stopStrings());
    int maximum = job.sampling().maximumTokens();
    this.tokens = new int[maximum];
    this.modelLogProbabilities = new float[maximum];
    this.sampledLogProbabilities = new float[maximum];
  }

  /** A sequence whose whole prompt is in its row already, and what the model made of it. */
  Sequence(Job job, float[] promptLogits, int usableTokens) {
    this(job, job.prompt().length, usableTokens);
    this.promptLogits = promptLogits;
  }

  Job job() {
    return job;
  }

  /** Positions of the row that hold keys and values. */
  int filled() {
    return filled;
  }

  /** Says that more positions are filled. */
  void fill(int count) {
    filled += count;
  }

  /** Whether the whole prompt is in the row. */
  boolean isPrefilled() {
    return filled >= job.prompt().length;
  }

  /** The logits after the prompt, once they are known. */
  float @Nullable [] promptLogits() {
    return promptLogits;
  }

  /** Keeps the logits after the prompt for others with the same one. */
  void promptLogits(float[] logits) {
    promptLogits = logits;
  }

  int lastToken() {
    return tokens[generated - 1];
  }

  /**
   * Draws the next token.
   *
   * @return why the answer is finished, or null if it goes on
   */
  @Nullable FinishReason accept(
      float[] logits, float[] scratch, Set<Integer> endOfTurn, IntFunction<byte[]> bytes) {
    int token = sampler.sample(logits, scratch);
    tokens[generated] = token;
    modelLogProbabilities[generated] = sampler.modelLogProbability();
    sampledLogProbabilities[generated] = sampler.sampledLogProbability();
    generated++;
    if (endOfTurn.contains(token)) {
      return FinishReason.END_OF_TURN;
    }
    if (text.append(bytes.apply(token))) {
      return FinishReason.STOP_STRING;
    }
    return generated == tokens.length ? FinishReason.MAXIMUM_TOKENS : null;
  }

  /** The finished answer. */
  Generation generation(FinishReason reason) {
    return new Generation(
        text.finish(),
        reason,
        job.prompt(),
        Arrays.copyOf(tokens, generated),
        Arrays.copyOf(modelLogProbabilities, generated),
        Arrays.copyOf(sampledLogProbabilities, generated),
        new Usage(job.prompt().length, cached, generated));
  }
}
