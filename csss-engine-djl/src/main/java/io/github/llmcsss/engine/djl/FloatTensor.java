package io.github.llmcsss.engine.djl;

import io.github.llmcsss.model.Tensor;
import java.util.Objects;

/** A tensor in Java's memory. */
record FloatTensor(String name, long[] shape, float[] values) implements Tensor {
  @Override
  public long size() {
    return values.length;
  }

  @Override
  public void read(long offset, float[] target, int start, int count) {
    Objects.checkFromIndexSize(offset, (long) count, size());
    System.arraycopy(values, Math.toIntExact(offset), target, start, count);
  }
}
