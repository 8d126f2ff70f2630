package io.github.llmcsss.model;

/**
 * A tensor of a model file, read as 32-bit floats whatever its storage type. Thread-safe. Valid
 * until its checkpoint is closed.
 */
public interface Tensor {
  /** Its name in the Hugging Face layout. */
  String name();

  /** Its dimensions, outermost first. */
  long[] shape();

  /** The product of its dimensions. */
  long size();

  /**
   * Reads values in row-major order.
   *
   * @param offset index of the first value
   * @param target where they go
   * @param start index in {@code target} of the first
   * @param count how many
   * @throws IndexOutOfBoundsException if tensor or target is shorter
   */
  void read(long offset, float[] target, int start, int count);
}
