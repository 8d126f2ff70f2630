package io.github.llmcsss.engine.onnx.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code y = x W^T + b} into a graph in one of the {@linkplain LinearForm forms}. All
 * activations are {@code [tokens, features]}. Not thread-safe.
 */
final class Linear {
  /** Zero of the activations' unsigned bytes. */
  private static final int ZERO_POINT = 128;

  private final OnnxGraph graph;
  private final LinearForm form;
  private final String tokenIds;

  /** Activations that are quantised already: three projections read the same ones. */
  private final Map<String, Quantized> quantized = new HashMap<>();

  private @Nullable String zeroPoints;

  private record Quantized(String bytes, String scales) {}

  /** {@code tokenIds} is the name of a vector with one element per token. */
  Linear(OnnxGraph graph, LinearForm form, String tokenIds) {
    this.graph = graph;
    this.form = form;
    this.tokenIds = tokenIds;
  }

  /** Adds a product; {@code bias} is the name of a vector in the graph, or empty. */
  String apply(String input, String name, Matrix matrix, String bias) throws IOException {
    return switch (form) {
      case FLOAT, FLOAT16, BFLOAT16 -> gemm(input, name, matrix, bias);
      case INT8_TOKENS -> plusBias(perToken(input, name, matrix), bias);
    };
  }

  /** Adds a product in plain floating point with a matrix that may be in the graph already. */
  private String gemm(String input, String name, Matrix matrix, String bias) throws IOException {
    floatMatrix(name, matrix);
    List<String> inputs = new ArrayList<>(List.of(input, name));
    if (!bias.isEmpty()) {
      inputs.add(bias);
    }
    return graph.node("Gemm", inputs, Map.of("transB", 1));
  }

  /** Writes {@code [rows, columns]} in the type of the activations, once. */
  void floatMatrix(String name, Matrix matrix) throws IOException {
    if (graph.has(name)) {
      return;
    }
    ElementType type = form.activations();
    long[] shape = {matrix.rows(), matrix.columns()};
    graph.weight(
        name,
        type,
        shape,
        file -> {
          ByteBuffer bytes = little(matrix.columns() * type.bytes());
          matrix.forEachRow((index, row) -> file.append(encode(row, type, bytes)));
        });
  }

  /** Writes a vector in the type of the activations. */
  void floatVector(String name, Matrix matrix) throws IOException {
    ElementType type = form.activations();
    graph.weight(
        name,
        type,
        new long[] {(long) matrix.rows() * matrix.columns()},
        file -> {
          ByteBuffer bytes = little(matrix.columns() * type.bytes());
          matrix.forEachRow((index, row) -> file.append(encode(row, type, bytes)));
        });
  }

  private String perToken(String input, String name, Matrix matrix) throws IOException {
    writePerOutput(name, matrix);
    Quantized tokens = quantized.get(input);
    if (tokens == null) {
      tokens = quantize(input);
      quantized.put(input, tokens);
    }
    String product = graph.fresh("product");
    graph.node(
        OnnxGraph.MICROSOFT,
        "MatMulIntegerToFloat",
        List.of(
            tokens.bytes(),
            name + ".bytes",
            graph.scalar(1),
            name + ".scales",
            graph.unsignedByte(ZERO_POINT, false)),
        List.of(product),
        Map.of());
    return graph.node("Mul", List.of(product, tokens.scales()));
  }

  private Quantized quantize(String input) {
    String last = graph.integers(-1);
    String magnitudes = graph.node("Abs", List.of(input));
    String largest = graph.node("ReduceMax", List.of(magnitudes, last), Map.of("keepdims", 0));
    // Keeps a token of zeros from dividing by zero.
    String positive = graph.node("Max", List.of(largest, graph.scalar(1e-12f)));
    String scales = graph.node("Mul", List.of(positive, graph.scalar(1f / Quantizer.LARGEST)));
    String bytes =
        graph.node("QuantizeLinear", List.of(input, scales, zeroPoints()), Map.of("axis", 0));
    return new Quantized(bytes, graph.node("Unsqueeze", List.of(scales, last)));
  }

  private String zeroPoints() {
    if (zeroPoints == null) {
      String tokens = graph.node("Shape", List.of(tokenIds));
      zeroPoints = graph.node("Expand", List.of(graph.unsignedByte(ZERO_POINT, true), tokens));
    }
    return zeroPoints;
  }

  /** Signed bytes {@code [columns, rows]}, as the operator wants them, and a scale per row. */
  private void writePerOutput(String name, Matrix matrix) throws IOException {
    int rows = matrix.rows();
    int columns = matrix.columns();
    ByteBuffer scales = little(4 * rows);
    graph.weight(
        name + ".bytes",
        ElementType.INT8,
        new long[] {columns, rows},
        file -> {
          byte[] bytes = new byte[Math.multiplyExact(rows, columns)];
          matrix.forEachRow(
              (index, row) -> scales.putFloat(Quantizer.toBytes(row, bytes, index, rows)));
          file.append(ByteBuffer.wrap(bytes));
        });
    graph.weight(
        name + ".scales", ElementType.FLOAT, new long[] {rows}, file -> file.append(scales.flip()));
  }

  private String plusBias(String product, String bias) {
    return bias.isEmpty() ? product : graph.node("Add", List.of(product, bias));
  }

  private static ByteBuffer encode(float[] row, ElementType type, ByteBuffer target) {
    target.clear();
    for (float value : row) {
      type.put(target, value);
    }
    return target.flip();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
