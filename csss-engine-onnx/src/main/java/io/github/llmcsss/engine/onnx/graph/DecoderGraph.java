package io.github.llmcsss.engine.onnx.graph;

import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Rotary;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * possible in a batch of one. Beside every model lies one that also takes an adapter at each {@link
 * AdapterInput}, and computes the same without one.
 */
public final class DecoderGraph {
  /** Changes with anything in this package that can change what a model file computes. */
  public static final String VERSION = "2";

  /** Name of the model file in its directory. */
  public static final String MODEL_FILE = "model.onnx";

  /** Name of the file of the model with a cache in bytes. */
  public static final String BYTE_CACHE_FILE = "model-byte-cache.onnx";

  private static final String ADAPTABLE = "adaptable-";

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
  private final Optional<CacheScales> scales;
  private final boolean adapters;
  private final OnnxGraph graph;
  private final Linear linear;
  private final String flatTokens;
  private final DecoderLayers layers;

  private DecoderGraph(
      ModelConfig config,
      TensorSource tensors,
      LinearForm form,
      Optional<CacheScales> scales,
      boolean adapters,
      OnnxGraph graph) {
    this.scales = scales;
    this.adapters = adapters;
    this.config = config;
    this.tensors = tensors;
    this.form = form;
    this.graph = graph;
    this.flatTokens = graph.node("Reshape", List.of(TOKENS, graph.integers(-1)));
    this.linear = new Linear(graph, form, flatTokens);
    this.layers = new DecoderLayers(config, tensors, graph, linear, scales, adapters);
  }

  /**
   * Writes {@value #MODEL_FILE}, its weights, and the model that takes adapters into an existing
   * directory.
   */
  public static void write(
      ModelConfig config, TensorSource tensors, LinearForm form, Path directory)
      throws IOException {
    Path file = directory.resolve(MODEL_FILE);
    try (WeightFile weights = WeightFile.create(directory.resolve(WEIGHT_FILE))) {
      write(config, tensors, form, Optional.empty(), weights, file);
      weights.force();
    }
  }

  /**
   * Writes the same models with a cache in bytes, {@value #BYTE_CACHE_FILE}, beside those that
   * {@link #write} wrote, whose weights they share.
   */
  public static void writeWithByteCache(
      ModelConfig config, TensorSource tensors, LinearForm form, CacheScales scales, Path directory)
      throws IOException {
    Path file = directory.resolve(BYTE_CACHE_FILE);
    try (WeightFile weights = WeightFile.written(directory.resolve(WEIGHT_FILE))) {
      write(config, tensors, form, Optional.of(scales), weights, file);
    }
  }

  /** The file of the model that takes adapters, beside the one that takes none. */
  public static Path adaptable(Path model) {
    return model.resolveSibling(ADAPTABLE + model.getFileName());
  }

  /** The model that takes no adapters comes last: where it is, the other is, too. */
  private static void write(
      ModelConfig config,
      TensorSource tensors,
      LinearForm form,
      Optional<CacheScales> scales,
      WeightFile weights,
      Path file)
      throws IOException {
    OnnxGraph plain = new OnnxGraph("decoder", weights);
    new DecoderGraph(config, tensors, form, scales, false, plain).build();
    Path weightFile = file.resolveSibling(WEIGHT_FILE);
    try (WeightFile written = WeightFile.written(weightFile)) {
      OnnxGraph adaptable = new OnnxGraph("decoder", written);
      new DecoderGraph(config, tensors, form, scales, true, adaptable).build();
      writeWhole(adaptable, adaptable(file));
    }
    writeWhole(plain, file);
  }

  private static void writeWhole(OnnxGraph graph, Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    Files.write(
        partial,
        graph.toByteArray(),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
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
      DecoderLayers.Norm before = layers.norm(branch, residual, prefix + "input_layernorm.weight");
      String attended = layers.attention(before.normed(), layer, prefix + "self_attn.");
      DecoderLayers.Norm after =
          layers.norm(attended, before.residual(), prefix + "post_attention_layernorm.weight");
      branch = layers.feedForward(after.normed(), layer, prefix + "mlp.");
      residual = after.residual();
    }
    String last = graph.node("Add", List.of(branch, residual));
    String selected = graph.node("Gather", List.of(last, SELECTED));
    String normed = layers.norm("", selected, "model.norm.weight").normed();
    String head = config.tiedEmbeddings() ? EMBEDDING : HEAD;
    String logits =
        new Linear(graph, form, SELECTED)
            .apply(normed, head, matrix(config.hiddenSize(), head), "");
    graph.node("", "Cast", List.of(logits), List.of(LOGITS), Map.of("to", 1));
  }

  private void declareInterface() {
    ElementType type = scales.isPresent() ? ElementType.INT8 : form.activations();
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
    if (adapters) {
      for (AdapterInput input : AdapterInput.of(config)) {
        // A rank of its own for each: an adapter need not have all.
        String rank = "rank_of_" + input.a();
        graph.input(input.a(), form.activations(), rank, input.inputs(config));
        graph.input(input.b(), form.activations(), input.outputs(config), rank);
      }
    }
  }

  private Matrix matrix(int columns, String name) {
    return Matrix.of(tensors, columns, List.of(name));
  }

  private void rotaryCache(String name, DoubleUnaryOperator function) throws IOException {
    double[] frequencies = Rotary.frequencies(config);
    Tensor tensor = new RotaryTensor(name, config.contextLength(), frequencies, function);
    linear.floatMatrix(
        name, new Matrix(List.of(tensor), config.contextLength(), frequencies.length));
  }
}
