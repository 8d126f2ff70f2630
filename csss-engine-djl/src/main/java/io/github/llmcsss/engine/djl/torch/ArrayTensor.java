package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import io.github.llmcsss.model.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;

/** An array of 32-bit floats, seen as a tensor to be written; valid as long as the array is. */
record ArrayTensor(String name, NDArray array) implements Tensor {
  @Override
  public long[] shape() {
    return array.getShape().getShape();
  }

  @Override
  public long size() {
    return array.size();
  }

  @Override
  public void read(long offset, float[] target, int start, int count) {
    Objects.checkFromIndexSize(offset, (long) count, size());
    Objects.checkFromIndexSize(start, count, target.length);
    try (NDArray detached = array.stopGradient()) {
      // A view of libtorch's own memory.
      FloatBuffer values =
          detached.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
      values.get(Math.toIntExact(offset), target, start, count);
    }
  }
}
