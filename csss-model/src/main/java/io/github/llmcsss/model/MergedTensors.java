package io.github.llmcsss.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The weights of a model with those of an adapter added, computed when they are read. */
final class MergedTensors {
  private MergedTensors() {}

  static TensorSource of(Checkpoint base, LoraAdapter adapter) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (String name : base.tensors().names()) {
      tensors.put(name, base.tensors().tensor(name));
    }
    Map<String, Tensor> merged = new HashMap<>();
    for (int layer = 0; layer < adapter.layers(); layer++) {
      for (Projection projection : adapter.config().targets()) {
        String name = projection.module(layer) + ".weight";
        merged.put(
            name,
            Sum.of(
                base.tensors().tensor(name),
                adapter.a(layer, projection),
                adapter.b(layer, projection),
                adapter.config().scale()));
      }
    }
    tensors.putAll(merged);
    return TensorSource.of(tensors);
  }

  /** {@code W + scale * B A}, with A and B in memory, a row at a time. */
  private record Sum(Tensor weight, float[] a, float[] b, int rank, double scale)
      implements Tensor {
    static Sum of(Tensor weight, Tensor a, Tensor b, double scale) {
      return new Sum(weight, values(a), values(b), (int) a.shape()[0], scale);
    }

    private static float[] values(Tensor tensor) {
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.read(0, values, 0, values.length);
      return values;
    }

    @Override
    public String name() {
      return weight.name();
    }

    @Override
    public long[] shape() {
      return weight.shape();
    }

    @Override
    public long size() {
      return weight.size();
    }

    @Override
    public void read(long offset, float[] target, int start, int count) {
      Objects.checkFromIndexSize(offset, (long) count, size());
      weight.read(offset, target, start, count);
      int width = (int) weight.shape()[1];
      for (int i = 0; i < count; i++) {
        int row = (int) ((offset + i) / width);
        int column = (int) ((offset + i) % width);
        double sum = 0;
        for (int k = 0; k < rank; k++) {
          sum += (double) b[row * rank + k] * a[k * width + column];
        }
        target[start + i] = (float) (target[start + i] + scale * sum);
      }
    }
  }
}
