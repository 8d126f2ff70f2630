package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

  /** Some tensors by their names. */
  static TensorSource of(Map<String, ? extends Tensor> tensors) {
    Map<String, Tensor> sorted = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    return new TensorSource() {
      @Override
      public Set<String> names() {
        return sorted.keySet();
      }

      @Override
      public Tensor tensor(String name) {
        Tensor tensor = sorted.get(name);
        if (tensor == null) {
          throw new ModelFormatException("tensor \"" + name + "\" is missing");
        }
        return tensor;
      }
    };
  }

  /**
   * The tensors of a safetensors file, which must stay while they are used.
   *
   * @throws IOException if it cannot be read
   * @throws ModelFormatException if it is broken
   */
  static TensorSource read(Path safetensors) throws IOException {
    return of(Safetensors.read(safetensors));
  }
}
