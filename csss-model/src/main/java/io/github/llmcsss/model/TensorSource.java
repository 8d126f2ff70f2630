package io.github.llmcsss.model;

import java.util.Set;

/** The tensors of a model by their Hugging Face names. Thread-safe. */
public interface TensorSource {
  /** All names, sorted. */
  Set<String> names();

  /**
   * One tensor.
   *
   * @throws ModelFormatException if there is none of this name
   */
  Tensor tensor(String name);
}
