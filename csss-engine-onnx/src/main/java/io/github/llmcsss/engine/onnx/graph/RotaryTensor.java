package io.github.llmcsss.engine.onnx.graph;

import io.github.llmcsss.model.Tensor;
import java.util.function.DoubleUnaryOperator;

/** The cosines or the sines of all positions' rotary angles, computed as they are read. */
@SuppressWarnings("ArrayRecordComponent") // not compared
record RotaryTensor(String name, int positions, double[] frequencies, DoubleUnaryOperator function)
    implements Tensor {
  @Override
  public long[] shape() {
    return new long[] {positions, frequencies.length};
  }

  @Override
  public long size() {
    return (long) positions * frequencies.length;
  }

  @Override
  public void read(long offset, float[] target, int start, int count) {
    for (int i = 0; i < count; i++) {
      long position = (offset + i) / frequencies.length;
      int pair = (int) ((offset + i) % frequencies.length);
      target[start + i] = (float) function.applyAsDouble(position * frequencies[pair]);
    }
  }
}
