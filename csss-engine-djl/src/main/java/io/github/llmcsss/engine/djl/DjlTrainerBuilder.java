package io.github.llmcsss.engine.djl;

import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraConfig;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link DjlTrainer}. Not thread-safe. */
public final class DjlTrainerBuilder {
  /** {@value} passes over the examples. */
  public static final int DEFAULT_EPOCHS = 3;

  /** {@value}, for an adapter. */
  public static final double DEFAULT_LEARNING_RATE = 2e-4;

  /** {@value}, where all weights learn. */
  public static final double DEFAULT_FULL_LEARNING_RATE = 2e-5;

  /** {@value} of the steps. */
  public static final double DEFAULT_WARMUP = 0.05;

  /** {@value}. */
  public static final double DEFAULT_WEIGHT_DECAY = 0.01;

  /** {@value}. */
  public static final double DEFAULT_MAXIMUM_GRADIENT_NORM = 1;

  /** {@value} tokens. */
  public static final int DEFAULT_TOKENS_PER_STEP = 4096;

  /** {@value} tokens. */
  public static final int DEFAULT_TOKENS_PER_BATCH = 1024;

  /** {@value} tokens, or what the model was trained for if that is less. */
  public static final int DEFAULT_LONGEST_EXAMPLE = 2048;

  /** {@value} of the sessions. */
  public static final double DEFAULT_VALIDATION_SHARE = 0.1;

  /** {@value} validations. */
  public static final int DEFAULT_PATIENCE = 2;

  /** {@value} steps. */
  public static final long DEFAULT_STEPS_BETWEEN_CHECKPOINTS = 50;

  private final Checkpoint model;
  private @Nullable LoraConfig lora = LoraConfig.standard();
  private @Nullable TrainingPrecision precision;
  private Reinforcement reinforcement = Reinforcement.standard();
  private int epochs = DEFAULT_EPOCHS;
  private double learningRate;
  private double warmup = DEFAULT_WARMUP;
  private double weightDecay = DEFAULT_WEIGHT_DECAY;
  private double maximumGradientNorm = DEFAULT_MAXIMUM_GRADIENT_NORM;
  private int tokensPerStep = DEFAULT_TOKENS_PER_STEP;
  private int tokensPerBatch = DEFAULT_TOKENS_PER_BATCH;
  private int longestExample;
  private boolean leavesOutLongExamples;
  private boolean checkpointing;
  private double validationShare = DEFAULT_VALIDATION_SHARE;
  private int patience = DEFAULT_PATIENCE;
  private long stepsBetweenCheckpoints = DEFAULT_STEPS_BETWEEN_CHECKPOINTS;
  private int threads = Runtime.getRuntime().availableProcessors();

  DjlTrainerBuilder(Checkpoint model) {
    this.model = model;
    longestExample = Math.min(DEFAULT_LONGEST_EXAMPLE, model.config().contextLength());
  }

  /** An adapter learns, the model's weights stay. The default, {@link LoraConfig#standard}. */
  public DjlTrainerBuilder lora(LoraConfig value) {
    this.lora = value;
    return this;
  }

  /** All weights learn; the result is a whole model. */
  public DjlTrainerBuilder allWeights() {
    this.lora = null;
    return this;
  }

  /** Default: a measurement of less than a second chooses, once for each output directory. */
  public DjlTrainerBuilder precision(TrainingPrecision value) {
    this.precision = value;
    return this;
  }

  /** How the third stage learns from rewards; default {@link Reinforcement#standard}. */
  public DjlTrainerBuilder reinforcement(Reinforcement value) {
    this.reinforcement = value;
    return this;
  }

  /** Passes over the examples, at least 1; default {@value #DEFAULT_EPOCHS}. */
  public DjlTrainerBuilder epochs(int value) {
    check(value >= 1, "epochs", "1 or more", value);
    this.epochs = value;
    return this;
  }

  /**
   * At its highest, above 0; default {@value #DEFAULT_LEARNING_RATE} for an adapter, {@value
   * #DEFAULT_FULL_LEARNING_RATE} where all weights learn.
   */
  public DjlTrainerBuilder learningRate(double value) {
    check(value > 0 && value < Double.POSITIVE_INFINITY, "learningRate", "above 0", value);
    this.learningRate = value;
    return this;
  }

  /**
   * The share of the steps over which the learning rate rises, in [0, 1); afterwards it falls as a
   * cosine. Default {@value #DEFAULT_WARMUP}.
   */
  public DjlTrainerBuilder warmup(double value) {
    check(value >= 0 && value < 1, "warmup", "in [0, 1)", value);
    this.warmup = value;
    return this;
  }

  /** Of matrices, in [0, 1); norms and biases have none. Default {@value #DEFAULT_WEIGHT_DECAY}. */
  public DjlTrainerBuilder weightDecay(double value) {
    check(value >= 0 && value < 1, "weightDecay", "in [0, 1)", value);
    this.weightDecay = value;
    return this;
  }

  /**
   * Gradients are scaled down to it, all together; above 0. Default {@value
   * #DEFAULT_MAXIMUM_GRADIENT_NORM}.
   */
  public DjlTrainerBuilder maximumGradientNorm(double value) {
    check(value > 0, "maximumGradientNorm", "above 0", value);
    this.maximumGradientNorm = value;
    return this;
  }

  /**
   * The weights move once for so many tokens, or one session if that has more. Default {@value
   * #DEFAULT_TOKENS_PER_STEP}.
   */
  public DjlTrainerBuilder tokensPerStep(int value) {
    check(value >= 1, "tokensPerStep", "1 or more", value);
    this.tokensPerStep = value;
    return this;
  }

  /**
   * So many tokens are computed together, or one session if that has more; it decides how much
   * memory is needed. Default {@value #DEFAULT_TOKENS_PER_BATCH}.
   */
  public DjlTrainerBuilder tokensPerBatch(int value) {
    check(value >= 1, "tokensPerBatch", "1 or more", value);
    this.tokensPerBatch = value;
    return this;
  }

  /**
   * Tokens that an example may have, context and target together; longer ones are refused, or
   * {@linkplain #leaveOutLongExamples left out}. Default the smaller of {@value
   * #DEFAULT_LONGEST_EXAMPLE} and what the model was trained for.
   */
  public DjlTrainerBuilder longestExample(int value) {
    int longest = model.config().contextLength();
    check(value >= 2 && value <= longest, "longestExample", "in [2, " + longest + "]", value);
    this.longestExample = value;
    return this;
  }

  /**
   * Leaves out examples that are longer than {@link #longestExample} instead of refusing them all;
   * the report's provenance counts them as {@value DjlTrainer#LEFT_OUT}. Default false.
   */
  public DjlTrainerBuilder leaveOutLongExamples(boolean value) {
    this.leavesOutLongExamples = value;
    return this;
  }

  /**
   * Computes every block twice instead of keeping what its gradients need: about a third slower,
   * half the memory. Default false.
   */
  public DjlTrainerBuilder gradientCheckpointing(boolean value) {
    this.checkpointing = value;
    return this;
  }

  /**
   * The share of the sessions that are kept for validation, in [0, 1); with 0 there is none.
   * Default {@value #DEFAULT_VALIDATION_SHARE}.
   */
  public DjlTrainerBuilder validationShare(double value) {
    check(value >= 0 && value < 1, "validationShare", "in [0, 1)", value);
    this.validationShare = value;
    return this;
  }

  /**
   * The training ends early after so many validations, one an epoch, that were no better than the
   * best before. Default {@value #DEFAULT_PATIENCE}.
   */
  public DjlTrainerBuilder patience(int value) {
    check(value >= 1, "patience", "1 or more", value);
    this.patience = value;
    return this;
  }

  /**
   * What a kill may cost; changes nothing else. Default {@value
   * #DEFAULT_STEPS_BETWEEN_CHECKPOINTS}.
   */
  public DjlTrainerBuilder stepsBetweenCheckpoints(long value) {
    check(value >= 1, "stepsBetweenCheckpoints", "1 or more", value);
    this.stepsBetweenCheckpoints = value;
    return this;
  }

  /** Threads that compute one operation together; default one per processor. */
  public DjlTrainerBuilder threads(int value) {
    check(value >= 1, "threads", "1 or more", value);
    this.threads = value;
    return this;
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }

  /** The trainer. */
  public DjlTrainer build() {
    double otherwise = lora == null ? DEFAULT_FULL_LEARNING_RATE : DEFAULT_LEARNING_RATE;
    Optimization optimization =
        new Optimization(
            epochs,
            learningRate == 0 ? otherwise : learningRate,
            warmup,
            weightDecay,
            maximumGradientNorm);
    return new DjlTrainer(
        model,
        new TrainerSettings(
            lora,
            precision,
            optimization,
            reinforcement,
            tokensPerStep,
            tokensPerBatch,
            longestExample,
            leavesOutLongExamples,
            checkpointing,
            validationShare,
            patience,
            stepsBetweenCheckpoints,
            threads));
  }
}
