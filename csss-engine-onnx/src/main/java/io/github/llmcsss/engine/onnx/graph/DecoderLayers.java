package io.github.llmcsss.engine.onnx.graph;

import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a decoder's layers: attention with its cache, the gated feed-forward network, and
 * the norms before them. Activations are {@code [tokens, features]}. Not thread-safe.
 */
final class DecoderLayers {
  private final ModelConfig config;
  private final TensorSource tensors;
  private final OnnxGraph graph;
  private final Linear linear;
  private final Optional<CacheScales> scales;
  private final boolean adapters;
  private final Set<String> rowShapes = new HashSet<>();

  DecoderLayers(
      ModelConfig config,
      TensorSource tensors,
      OnnxGraph graph,
      Linear linear,
      Optional<CacheScales> scales,
      boolean adapters) {
    this.scales = scales;
    this.adapters = adapters;
    this.config = config;
    this.tensors = tensors;
    this.graph = graph;
    this.linear = linear;
  }

  /** Adds attention to all tokens so far, the new ones included. */
  String attention(String input, int layer, String prefix) throws IOException {
    int queries = config.heads() * config.headDimension();
    int keys = config.keyValueHeads() * config.headDimension();
    List<String> projections = List.of("q_proj", "k_proj", "v_proj");
    String bias =
        config.attentionBias()
            ? vector(prefix + "qkv_proj.bias", names(prefix, projections, ".bias"))
            : "";
    String packed =
        linear.apply(
            input,
            prefix + "qkv_proj.weight",
            Matrix.of(tensors, config.hiddenSize(), names(prefix, projections, ".weight")),
            bias);
    packed = adapted(input, packed, layer, Projection.QUERY);
    List<String> inputs = new ArrayList<>();
    if (config.queryKeyNorm()) {
      String q = graph.fresh("queries");
      String k = graph.fresh("keys");
      String v = graph.fresh("values");
      graph.node(
          "",
          "Split",
          List.of(packed, graph.integers(queries, keys, keys)),
          List.of(q, k, v),
          Map.of("axis", 1));
      inputs.add(byRow(headNorm(q, prefix + "q_norm.weight", queries), queries));
      inputs.add(byRow(headNorm(k, prefix + "k_norm.weight", keys), keys));
      inputs.add(byRow(v, keys));
    } else {
      inputs.addAll(List.of(byRow(packed, queries + 2 * keys), "", ""));
    }
    inputs.addAll(List.of(DecoderGraph.pastKeys(layer), DecoderGraph.pastValues(layer)));
    inputs.addAll(
        List.of(DecoderGraph.LAST_POSITIONS, DecoderGraph.TOTAL_LENGTH, "cosines", "sines"));
    Map<String, Object> attributes =
        new HashMap<>(
            Map.of(
                "num_heads",
                config.heads(),
                "kv_num_heads",
                config.keyValueHeads(),
                "scale",
                (float) (1 / Math.sqrt(config.headDimension())),
                "do_rotary",
                1,
                "rotary_interleaved",
                0));
    scales.ifPresent(present -> {
      long[] shape = {1, config.keyValueHeads(), 1, config.headDimension()};
      graph.floats(prefix + "key_scales", shape, present.keys().get(layer));
      graph.floats(prefix + "value_scales", shape, present.values().get(layer));
      // Positions, a mask and sinks are left out.
      inputs.addAll(List.of("", "", "", prefix + "key_scales", prefix + "value_scales"));
      attributes.putAll(
          Map.of(
              "k_quant_type",
              "PER_CHANNEL",
              "v_quant_type",
              "PER_CHANNEL",
              "kv_cache_bit_width",
              8));
    });
    String attended = graph.fresh("attended");
    graph.node(
        OnnxGraph.MICROSOFT,
        "GroupQueryAttention",
        inputs,
        List.of(attended, DecoderGraph.presentKeys(layer), DecoderGraph.presentValues(layer)),
        attributes);
    String flat = graph.node("Reshape", List.of(attended, graph.integers(-1, queries)));
    String name = prefix + "o_proj.weight";
    String output = linear.apply(flat, name, matrix(queries, name), "");
    return adapted(flat, output, layer, Projection.OUTPUT);
  }

  /** Adds the gated network. */
  String feedForward(String input, int layer, String prefix) throws IOException {
    String gateName = prefix + "gate_proj.weight";
    String upName = prefix + "up_proj.weight";
    String downName = prefix + "down_proj.weight";
    String gate = linear.apply(input, gateName, matrix(config.hiddenSize(), gateName), "");
    gate = adapted(input, gate, layer, Projection.GATE);
    String up = linear.apply(input, upName, matrix(config.hiddenSize(), upName), "");
    up = adapted(input, up, layer, Projection.UP);
    String activated = graph.fresh("silu");
    graph.node(
        OnnxGraph.MICROSOFT, "QuickGelu", List.of(gate), List.of(activated), Map.of("alpha", 1f));
    String product = graph.node("Mul", List.of(activated, up));
    String down = linear.apply(product, downName, matrix(config.intermediateSize(), downName), "");
    return adapted(product, down, layer, Projection.DOWN);
  }

  /** Adds what an adapter makes of the input of a product, where the graph takes adapters. */
  private String adapted(String input, String output, int layer, Projection first) {
    if (!adapters) {
      return output;
    }
    AdapterInput place = AdapterInput.of(layer, first);
    String low =
        graph.node(
            "Gemm", List.of(input, place.a()), Map.of("transB", 1, "alpha", AdapterInput.FACTOR));
    return graph.node(
        "Gemm", List.of(low, place.b(), output), Map.of("transB", 1, "alpha", AdapterInput.FACTOR));
  }

  /**
   * Two values of the graph.
   *
   * @param normed what the next part reads
   * @param residual the stream that its result is added to
   */
  record Norm(String normed, String residual) {}

  /** Adds a branch, if there is one, to the residual stream, and normalises the sum. */
  Norm norm(String branch, String residual, String name) throws IOException {
    vector(name, List.of(name));
    float epsilon = (float) config.rmsNormEpsilon();
    if (branch.isEmpty()) {
      String normed = rmsNorm(residual, name);
      return new Norm(normed, residual);
    }
    String normed = graph.fresh("normed");
    String sum = graph.fresh("residual");
    graph.node(
        OnnxGraph.MICROSOFT,
        "SkipSimplifiedLayerNormalization",
        List.of(branch, residual, name),
        List.of(normed, "", "", sum),
        Map.of("epsilon", epsilon));
    return new Norm(normed, sum);
  }

  /** Normalises each head by itself (Qwen 3). */
  private String headNorm(String input, String name, int width) throws IOException {
    vector(name, List.of(name));
    String heads =
        graph.node("Reshape", List.of(input, graph.integers(-1, config.headDimension())));
    return graph.node("Reshape", List.of(rmsNorm(heads, name), graph.integers(-1, width)));
  }

  private String rmsNorm(String input, String weight) {
    // Lives in the standard domain of ONNX Runtime, although it is not part of the standard.
    return graph.node(
        "SimplifiedLayerNormalization",
        List.of(input, weight),
        Map.of("epsilon", (float) config.rmsNormEpsilon(), "axis", -1, "stash_type", 1));
  }

  /** {@code [tokens, width]} as {@code [batch, length, width]}. */
  private String byRow(String input, int width) {
    String shape = "shape_" + width;
    if (rowShapes.add(shape)) {
      String rows = graph.node("Shape", List.of(DecoderGraph.TOKENS));
      graph.node(
          "", "Concat", List.of(rows, graph.integers(width)), List.of(shape), Map.of("axis", 0));
    }
    return graph.node("Reshape", List.of(input, shape));
  }

  private String vector(String name, List<String> parts) throws IOException {
    linear.floatVector(name, Matrix.of(tensors, 1, parts));
    return name;
  }

  private Matrix matrix(int columns, String name) {
    return Matrix.of(tensors, columns, List.of(name));
  }

  private static List<String> names(String prefix, List<String> projections, String suffix) {
    return projections.stream().map(projection -> prefix + projection + suffix).toList();
  }
}
