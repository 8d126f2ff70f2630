package io.github.llmcsss.engine.onnx.graph;

import com.google.common.primitives.Longs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An ONNX model under construction: nodes, constants, inputs and outputs. Field numbers are those
 * of {@code onnx.proto}. Small constants lie in the model itself, weights in a {@link WeightFile}.
 * Not thread-safe.
 */
final class OnnxGraph {
  /** Operators that ONNX Runtime adds to the standard. */
  static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 10;
  private static final int OPSET = 21;
  private static final int MICROSOFT_OPSET = 1;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int EXTERNAL = 1;

  private final ProtoMessage graph = new ProtoMessage();
  private final WeightFile weights;
  private final Set<String> constants = new HashSet<>();
  private int values;

  OnnxGraph(String name, WeightFile weights) {
    this.weights = weights;
    graph.string(2, name);
  }

  /** Adds a standard operator with one output; returns the output's name. */
  String node(String operator, List<String> inputs, Map<String, ?> attributes) {
    String output = fresh(operator);
    node("", operator, inputs, List.of(output), attributes);
    return output;
  }

  String node(String operator, List<String> inputs) {
    return node(operator, inputs, Map.of());
  }

  /** Adds an operator; an empty name stands for an input or output that is left out. */
  void node(
      String domain,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, ?> attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.string(1, input));
    outputs.forEach(output -> node.string(2, output));
    node.string(4, operator);
    new TreeMap<>(attributes).forEach((key, value) -> node.message(5, attribute(key, value)));
    node.string(7, domain);
    graph.message(1, node);
  }

  /** A name that no other value has. */
  String fresh(String stem) {
    return stem + "_" + values++;
  }

  /** Declares an input; a dimension is a {@code Long}, or a {@code String} where it varies. */
  void input(String name, ElementType type, Object... dimensions) {
    graph.message(11, valueInfo(name, type, dimensions));
  }

  void output(String name, ElementType type, Object... dimensions) {
    graph.message(12, valueInfo(name, type, dimensions));
  }

  /** A vector of integers, made once for all places that use it. */
  String integers(long... values) {
    byte[] bytes = new byte[8 * values.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    String name = "integers_" + Longs.join("_", values);
    return constant(name, ElementType.INT64, new long[] {values.length}, bytes);
  }

  /** A scalar. */
  String scalar(float value) {
    byte[] bytes = new byte[4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
    String name = "scalar_" + Float.toHexString(value);
    return constant(name, ElementType.FLOAT, new long[0], bytes);
  }

  /** A small tensor of numbers. */
  void floats(String name, long[] shape, float[] numbers) {
    byte[] bytes = new byte[4 * numbers.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(numbers);
    constant(name, ElementType.FLOAT, shape, bytes);
  }

  /** One unsigned byte, as a scalar or as a vector of length one. */
  String unsignedByte(int value, boolean vector) {
    long[] shape = vector ? new long[] {1} : new long[0];
    String name = "byte_" + value + "_" + shape.length;
    return constant(name, ElementType.UINT8, shape, new byte[] {(byte) value});
  }

  /** Whether a constant of this name is there already. */
  boolean has(String name) {
    return constants.contains(name);
  }

  /** Adds a weight, whose bytes {@code writer} appends to the file where they are not there yet. */
  void weight(String name, ElementType type, long[] shape, WeightWriter writer) throws IOException {
    constants.add(name);
    long start = weights.startTensor();
    long expected = type.bytes();
    for (long size : shape) {
      expected = Math.multiplyExact(expected, size);
    }
    if (weights.isWritten()) {
      weights.skip(expected);
    } else {
      writer.writeTo(weights);
    }
    long length = weights.end() - start;
    if (length != expected) {
      throw new IllegalStateException(name + " has " + length + " bytes, not " + expected);
    }
    ProtoMessage tensor = tensor(name, type, shape);
    tensor.message(13, entry("location", weights.name()));
    tensor.message(13, entry("offset", Long.toString(start)));
    tensor.message(13, entry("length", Long.toString(length)));
    tensor.integer(14, EXTERNAL);
    graph.message(5, tensor);
  }

  /** The finished model file. */
  byte[] toByteArray() {
    return new ProtoMessage()
        .integer(1, IR_VERSION)
        .string(2, "llm-csss")
        .message(7, graph)
        .message(8, new ProtoMessage().string(1, "").integer(2, OPSET))
        .message(8, new ProtoMessage().string(1, MICROSOFT).integer(2, MICROSOFT_OPSET))
        .toByteArray();
  }

  /** Appends the bytes of one weight. */
  @FunctionalInterface
  interface WeightWriter {
    void writeTo(WeightFile file) throws IOException;
  }

  private String constant(String name, ElementType type, long[] shape, byte[] bytes) {
    if (constants.add(name)) {
      graph.message(5, tensor(name, type, shape).bytes(9, bytes));
    }
    return name;
  }

  private static ProtoMessage tensor(String name, ElementType type, long[] shape) {
    ProtoMessage tensor = new ProtoMessage();
    for (long size : shape) {
      tensor.integer(1, size);
    }
    return tensor.integer(2, type.code()).string(8, name);
  }

  private static ProtoMessage entry(String key, String value) {
    return new ProtoMessage().string(1, key).string(2, value);
  }

  private static ProtoMessage valueInfo(String name, ElementType type, Object... dimensions) {
    ProtoMessage shape = new ProtoMessage();
    for (Object dimension : dimensions) {
      shape.message(
          1,
          dimension instanceof String symbol
              ? new ProtoMessage().string(2, symbol)
              : new ProtoMessage().integer(1, ((Number) dimension).longValue()));
    }
    ProtoMessage tensor = new ProtoMessage().integer(1, type.code()).message(2, shape);
    return new ProtoMessage().string(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage attribute = new ProtoMessage().string(1, name);
    return switch (value) {
      case Integer number -> attribute.integer(3, number).integer(20, ATTRIBUTE_INT);
      case Float number -> attribute.float32(2, number).integer(20, ATTRIBUTE_FLOAT);
      case String text -> attribute.string(4, text).integer(20, ATTRIBUTE_STRING);
      default -> throw new IllegalArgumentException("no attribute of " + value.getClass());
    };
  }
}
