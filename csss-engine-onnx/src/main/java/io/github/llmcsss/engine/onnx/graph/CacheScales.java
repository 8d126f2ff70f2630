package io.github.llmcsss.engine.onnx.graph;

import java.util.List;

/**
 * What one step of a key-value cache in bytes stands for, by layer and channel: arrays of {@code
 * key-value heads * head dimension}, each above 0.
 *
 * @param keys of the keys, after their rotation
 * @param values of the values
 */
public record CacheScales(List<float[]> keys, List<float[]> values) {
  /** Keeps the arrays, which must not be changed. */
  public CacheScales {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }
}
