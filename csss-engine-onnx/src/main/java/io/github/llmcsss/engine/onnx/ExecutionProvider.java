package io.github.llmcsss.engine.onnx;

/** Where the model runs. */
public enum ExecutionProvider {
  /** The processor. */
  CPU,
  /**
   * An NVIDIA card, with {@link Precision#FLOAT16} or {@link Precision#BFLOAT16}. Untested: written
   * for it, never run on one. Replace the dependency {@code com.microsoft.onnxruntime:onnxruntime}
   * by {@code onnxruntime_gpu} of the same version; CUDA 12 and cuDNN 9 must be installed. The
   * key-value cache lies in the memory of the processor and travels at every step, and texts may
   * depend on the batch.
   */
  CUDA
}
