package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.llmcsss.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Copies tensors into arrays, a part at a time: Java's memory need not hold a whole one. */
final class ArrayLoader implements AutoCloseable {
  private static final int PART = 1 << 20;
  private static final String SOURCE =
      """
      def fill(self: __torch__.Ops, into: List[Tensor], part: List[Tensor], at: float) -> float:
        first = int(at)
        flat = torch.view(into[0], [-1])
        after = torch.add(first, torch.size(part[0], 0))
        _0 = torch.copy_(torch.slice(flat, 0, first, after), part[0])
        return at
      def coarse(self: __torch__.Ops, x: Tensor) -> Tensor:
        return torch.to(x, 15)
      """;

  private final TorchScript script;
  private final NDManager manager;
  private final float[] values = new float[PART];
  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(Float.BYTES * PART).order(ByteOrder.nativeOrder());

  ArrayLoader(Torch torch) {
    manager = torch.manager();
    script = new TorchScript(torch.manager(), SOURCE);
  }

  /** A new array of 32-bit floats with the tensor's values, which belongs to the manager. */
  NDArray load(NDManager owner, Tensor tensor) {
    NDArray array = owner.zeros(new Shape(tensor.shape()), DataType.FLOAT32);
    fill(array, tensor);
    return array;
  }

  /** Overwrites an array of 32-bit floats. */
  void fill(NDArray array, Tensor tensor) {
    for (long at = 0; at < tensor.size(); at += PART) {
      int count = (int) Math.min(PART, tensor.size() - at);
      tensor.read(at, values, 0, count);
      bytes.clear();
      bytes.asFloatBuffer().put(values, 0, count);
      bytes.limit(Float.BYTES * count);
      try (NDArray part = manager.create(bytes, new Shape(count), DataType.FLOAT32)) {
        // Exact: a double holds every index of an array that fits into memory.
        script.change("fill", List.of(List.of(array), List.of(part)), (double) at);
      }
    }
  }

  /** The same array in 16 bits; it is closed. */
  NDArray coarse(NDManager owner, NDArray array) {
    try (array) {
      NDArray rounded = script.call("coarse", array);
      rounded.attach(owner);
      return rounded;
    }
  }

  @Override
  public void close() {
    script.close();
  }
}
