package io.github.llmcsss.engine.onnx;

/** The arithmetic of the matrix products. Each one gives its own texts. */
public enum Precision {
  /** Weights in bytes, one scale per output; activations in bytes, one scale per token. */
  INT8,
  /** 32-bit floating point: the reference. */
  FLOAT32,
  /** Half precision, for {@link ExecutionProvider#CUDA}. */
  FLOAT16,
  /** Brain floating point, for {@link ExecutionProvider#CUDA}. */
  BFLOAT16
}
