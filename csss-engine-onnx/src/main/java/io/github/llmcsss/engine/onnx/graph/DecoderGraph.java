package io.github.llmcsss.engine.onnx.graph;

import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * Writes a decoder of the Llama family as an ONNX model.
 *
 * <p>Inputs: {@value #TOKENS} {@code [batch, length]}; {@value #LAST_POSITIONS} {@code [batch]},
 * the position of each row's last token; {@value #TOTAL_LENGTH}, a scalar, the longest row with its
 * new tokens; {@value #SELECTED} {@code [selected]}, for which of the {@code batch * length} tokens
 * logits are wanted; and the key-value cache {@code [batch, key-value heads, capacity, head
 * dimension]} of every layer. Outputs: {@value #LOGITS} {@code [selected, vocabulary]} and the
 * cache, which is meant to be the very tensors that went in. More than one new token per row is
 * possible in a batch of one.
 */
public final class DecoderGraph {
  /** Changes with anything in this package that can change what a model file computes. */
  public static final String VERSION = "1";

  /** Name of the model file in its directory. */
  public static final String MODEL_FILE = "model.onnx";

  /** Token ids. */
  public static final String TOKENS = "tokens";

  /** Index of each row's last token in its sequence. */
  public static final String LAST_POSITIONS = "last_positions";

  /** Length of the longest row. */
  public static final String TOTAL_LENGTH = "total_length";

  /** Tokens whose logits are wanted. */
  public static final String SELECTED = "selected";

  /** Logits of the selected tokens. */
  public static final String LOGITS = "logits";

  private static final String WEIGHT_FILE = "weights.bin";
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  private final ModelConfig config;
  private final TensorSource tensors;
  private final LinearForm form;
  private final ElementType type;
  private final OnnxGraph graph;
  private final Linear linear;
  private final String flatTokens;
  private final Set<String> rowShapes = new HashSet<>();

  private DecoderGraph(ModelConfig config, TensorSource tensors, LinearForm form, OnnxGraph graph) {
    this.config = config;
    this.tensors = tensors;
    this.form = form;
    this.type = form.activations();
    this.graph = graph;
    this.flatTokens = graph.node("Reshape", List.of(TOKENS, graph.integers(-1)));
    this.linear = new Linear(graph, form, flatTokens);
  }

  /** Writes {@value #MODEL_FILE} and its weights into an existing directory. */
  public static void write(
      ModelConfig config, TensorSource tensors, LinearForm form, Path directory)
      throws IOException {
    try (WeightFile weights = WeightFile.create(directory.resolve(WEIGHT_FILE))) {
      OnnxGraph graph = new OnnxGraph("decoder", weights);
      new DecoderGraph(config, tensors, form, graph).build();
      weights.force();
      Files.write(directory.resolve(MODEL_FILE), graph.toByteArray());
    }
  }

  /** Name of a layer's cache of keys as it goes in. */
  public static String pastKeys(int layer) {
    return "past_keys_" + layer;
  }

  /** Name of a layer's cache of values as it goes in. */
  public static String pastValues(int layer) {
    return "past_values_" + layer;
  }

  /** Name of a layer's cache of keys as it comes out. */
  public static String presentKeys(int layer) {
    return "present_keys_" + layer;
  }

  /** Name of a layer's cache of values as it comes out. */
  public static String presentValues(int layer) {
    return "present_values_" + layer;
  }

  private void build() throws IOException {
    declareInterface();
    rotaryCache("cosines", Math::cos);
    rotaryCache("sines", Math::sin);
    linear.floatMatrix(EMBEDDING, matrix(config.hiddenSize(), EMBEDDING));
    String residual = graph.node("Gather", List.of(EMBEDDING, flatTokens));
    String branch = "";
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = "model.layers." + layer + ".";
      Norm before = norm(branch, residual, prefix + "input_layernorm.weight");
      String attended = attention(before.normed(), layer, prefix + "self_attn.");
      Norm after = norm(attended, before.residual(), prefix + "post_attention_layernorm.weight");
      branch = feedForward(after.normed(), prefix + "mlp.");
      residual = after.residual();
    }
    String last = graph.node("Add", List.of(branch, residual));
    String selected = graph.node("Gather", List.of(last, SELECTED));
    String normed = norm("", selected, "model.norm.weight").normed();
    String head = config.tiedEmbeddings() ? EMBEDDING : HEAD;
    String logits =
        new Linear(graph, form, SELECTED)
            .apply(normed, head, matrix(config.hiddenSize(), head), "");
    graph.node("", "Cast", List.of(logits), List.of(LOGITS), Map.of("to", 1));
  }

  private void declareInterface() {
    graph.input(TOKENS, ElementType.INT64, "batch", "length");
    graph.input(LAST_POSITIONS, ElementType.INT32, "batch");
    graph.input(TOTAL_LENGTH, ElementType.INT32);
    graph.input(SELECTED, ElementType.INT64, "selected");
    graph.output(LOGITS, ElementType.FLOAT, "selected", config.vocabularySize());
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String name : List.of(pastKeys(layer), pastValues(layer))) {
        graph.input(
            name, type, "batch", config.keyValueHeads(), "capacity", config.headDimension());
      }
      for (String name : List.of(presentKeys(layer), presentValues(layer))) {
        graph.output(
            name, type, "batch", config.keyValueHeads(), "capacity", config.headDimension());
      }
    }
  }

  private String attention(String input, int layer, String prefix) throws IOException {
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
    inputs.addAll(List.of(pastKeys(layer), pastValues(layer)));
    inputs.addAll(List.of(LAST_POSITIONS, TOTAL_LENGTH, "cosines", "sines"));
    String attended = graph.fresh("attended");
    graph.node(
        OnnxGraph.MICROSOFT,
        "GroupQueryAttention",
        inputs,
        List.of(attended, presentKeys(layer), presentValues(layer)),
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
    String flat = graph.node("Reshape", List.of(attended, graph.integers(-1, queries)));
    String name = prefix + "o_proj.weight";
    return linear.apply(flat, name, matrix(queries, name), "");
  }

  private String feedForward(String input, String prefix) throws IOException {
    String gateName = prefix + "gate_proj.weight";
    String upName = prefix + "up_proj.weight";
    String downName = prefix + "down_proj.weight";
    String gate = linear.apply(input, gateName, matrix(config.hiddenSize(), gateName), "");
    String up = linear.apply(input, upName, matrix(config.hiddenSize(), upName), "");
    String activated = graph.fresh("silu");
    graph.node(
        OnnxGraph.MICROSOFT, "QuickGelu", List.of(gate), List.of(activated), Map.of("alpha", 1f));
    String product = graph.node("Mul", List.of(activated, up));
    return linear.apply(product, downName, matrix(config.intermediateSize(), downName), "");
  }

  private record Norm(String normed, String residual) {}

  /** Adds a branch, if there is one, to the residual stream, and normalises the sum. */
  private Norm norm(String branch, String residual, String name) throws IOException {
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
      String rows = graph.node("Shape", List.of(TOKENS));
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

  private void rotaryCache(String name, DoubleUnaryOperator function) throws IOException {
    double[] frequencies = Rotary.frequencies(config);
    Tensor tensor = new RotaryTensor(name, config.contextLength(), frequencies, function);
    linear.floatMatrix(
        name, new Matrix(List.of(tensor), config.contextLength(), frequencies.length));
  }

  private record RotaryTensor(
      String name, int positions, double[] frequencies, DoubleUnaryOperator function)
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
}
