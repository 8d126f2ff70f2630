package io.github.llmcsss.engine.djl;

/** In what numbers a training computes; weights, gradients and moments always have 32 bits. */
public enum TrainingPrecision {
  /** 32 bits throughout. */
  FLOAT32,
  /**
   * Products of matrices and attention in brain floats: faster where the processor has instructions
   * for them, a loss within about half a percent.
   */
  BFLOAT16
}
