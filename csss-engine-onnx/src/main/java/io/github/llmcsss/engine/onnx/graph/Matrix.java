package io.github.llmcsss.engine.onnx.graph;

import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrices of a checkpoint, one below the other: {@code [rows, columns]}, a row per output.
 *
 * @param tensors the parts, top first
 * @param rows sum of the parts' rows
 * @param columns the same for all parts
 */
record Matrix(List<Tensor> tensors, int rows, int columns) {
  /** Stacks tensors of a checkpoint. Throws if one does not have the expected number of columns. */
  static Matrix of(TensorSource source, int columns, List<String> names) {
    List<Tensor> tensors = new ArrayList<>();
    long rows = 0;
    for (String name : names) {
      Tensor tensor = source.tensor(name);
      if (tensor.size() % columns != 0) {
        throw new IllegalArgumentException(
            name + " must be rows of " + columns + " numbers, but has " + tensor.size());
      }
      tensors.add(tensor);
      rows += tensor.size() / columns;
    }
    return new Matrix(tensors, Math.toIntExact(rows), columns);
  }

  /** Calls {@code consumer} with every row, top first; the array is reused. */
  void forEachRow(RowConsumer consumer) throws IOException {
    float[] row = new float[columns];
    int index = 0;
    for (Tensor tensor : tensors) {
      long parts = tensor.size() / columns;
      for (long part = 0; part < parts; part++) {
        tensor.read(part * columns, row, 0, columns);
        consumer.accept(index++, row);
      }
    }
  }

  /** Takes one row. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(int index, float[] row) throws IOException;
  }
}
