package io.github.llmcsss.engine.onnx.graph;

/** How the matrix products of a decoder are computed. */
public enum LinearForm {
  /** 32-bit floating point. */
  FLOAT(ElementType.FLOAT),
  /** Half precision throughout; for CUDA. */
  FLOAT16(ElementType.FLOAT16),
  /** Brain floating point throughout; for CUDA. */
  BFLOAT16(ElementType.BFLOAT16),
  /**
   * Weights in signed bytes with one scale per output, activations in bytes with one scale per
   * token, so that a token's result never depends on its companions.
   */
  INT8_TOKENS(ElementType.FLOAT);

  private final ElementType activations;

  LinearForm(ElementType activations) {
    this.activations = activations;
  }

  /** The type of everything between two matrix products, the key-value cache included. */
  public ElementType activations() {
    return activations;
  }
}
