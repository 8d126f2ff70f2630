package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.engine.onnx.graph.AdapterInput;
import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An adapter as the graph takes it: where projections are computed at once, their matrices A below
 * each other, and the matrices B on the diagonal of one. Compared by identity. Immutable.
 */
final class AdapterWeights {
  /**
   * A matrix of 32-bit numbers.
   *
   * @param name of the graph's input
   * @param rows of the matrix
   * @param columns of the matrix
   * @param bytes all rows, in the processor's order of bytes, in the type of the activations
   */
  record Input(String name, int rows, int columns, ByteBuffer bytes) {
    long[] shape() {
      return new long[] {rows, columns};
    }
  }

  private final List<Input> inputs;

  private AdapterWeights(List<Input> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /** One that changes nothing. */
  static AdapterWeights none(ModelConfig config) {
    List<Input> inputs = new ArrayList<>();
    for (AdapterInput place : AdapterInput.of(config)) {
      inputs.add(new Input(place.a(), 0, place.inputs(config), direct(0)));
      inputs.add(new Input(place.b(), place.outputs(config), 0, direct(0)));
    }
    return new AdapterWeights(inputs);
  }

  /** Reads all of an adapter that fits the model. */
  static AdapterWeights read(LoraAdapter adapter, ModelConfig config, ElementType type)
      throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (AdapterInput place : AdapterInput.of(config)) {
      List<Projection> changed =
          place.parts().stream().filter(adapter.config().targets()::contains).toList();
      int rank = adapter.config().rank();
      int rows = rank * changed.size();
      float[] a = new float[rows * place.inputs(config)];
      float[] b = new float[place.outputs(config) * rows];
      int output = 0;
      for (Projection part : place.parts()) {
        int index = changed.indexOf(part);
        if (index >= 0) {
          read(adapter.a(place.layer(), part), a, index * rank * place.inputs(config));
          float[] own = new float[part.outputs(config) * rank];
          read(adapter.b(place.layer(), part), own, 0);
          for (int row = 0; row < part.outputs(config); row++) {
            System.arraycopy(own, row * rank, b, (output + row) * rows + index * rank, rank);
          }
        }
        output += part.outputs(config);
      }
      // The graph multiplies each of both products by its factor.
      float scale =
          (float) (adapter.config().scale() / (AdapterInput.FACTOR * AdapterInput.FACTOR));
      for (int i = 0; i < b.length; i++) {
        b[i] *= scale;
      }
      inputs.add(new Input(place.a(), rows, place.inputs(config), encoded(a, type)));
      inputs.add(new Input(place.b(), place.outputs(config), rows, encoded(b, type)));
    }
    return new AdapterWeights(inputs);
  }

  private static void read(Tensor tensor, float[] target, int at) throws IOException {
    tensor.read(0, target, at, Math.toIntExact(tensor.size()));
  }

  private static ByteBuffer encoded(float[] values, ElementType type) {
    ByteBuffer bytes = direct((long) values.length * type.bytes());
    for (float value : values) {
      type.put(bytes, value);
    }
    return bytes.flip();
  }

  private static ByteBuffer direct(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  /** A and B of every {@link AdapterInput}. */
  List<Input> inputs() {
    return inputs;
  }
}
