package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a decoder, by their names in the Hugging Face layout, and which of them learn: all
 * of them, or the matrices of an adapter beside them, which are named as in PEFT's files.
 */
public final class Parameters implements AutoCloseable {
  private final NDManager manager;
  private final Optional<LoraConfig> lora;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();
  private final Map<String, NDArray> trained = new LinkedHashMap<>();
  private final List<List<NDArray>> blocks = new ArrayList<>();

  private Parameters(Torch torch, Optional<LoraConfig> lora) {
    manager = torch.manager().newSubManager();
    this.lora = lora;
  }

  /** All weights learn. */
  public static Parameters full(Torch torch, ModelConfig config, TensorSource model) {
    Parameters parameters = new Parameters(torch, Optional.empty());
    try (ArrayLoader loader = new ArrayLoader(torch)) {
      for (String name : names(config)) {
        NDArray array = loader.load(parameters.manager, model.tensor(name));
        parameters.arrays.put(name, array);
        parameters.learns(name, array);
      }
      parameters.arrange(config);
      return parameters;
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  /**
   * The model's weights stay, an adapter learns.
   *
   * @param adapter its matrices at the beginning, by name
   * @param coarse whether the model's matrices are kept in 16 bits, which halves their memory
   */
  public static Parameters adapter(
      Torch torch,
      ModelConfig config,
      TensorSource model,
      LoraConfig lora,
      TensorSource adapter,
      boolean coarse) {
    Parameters parameters = new Parameters(torch, Optional.of(lora));
    try (ArrayLoader loader = new ArrayLoader(torch)) {
      for (String name : names(config)) {
        NDArray array = loader.load(parameters.manager, model.tensor(name));
        boolean rounded = coarse && array.getShape().dimension() > 1;
        parameters.arrays.put(name, rounded ? loader.coarse(parameters.manager, array) : array);
      }
      for (int layer = 0; layer < config.layers(); layer++) {
        for (String name : adapterNames(lora, layer)) {
          NDArray array = loader.load(parameters.manager, adapter.tensor(name));
          parameters.arrays.put(name, array);
          parameters.learns(name, array);
        }
      }
      parameters.arrange(config);
      return parameters;
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  private void learns(String name, NDArray array) {
    array.setRequiresGradient(true);
    trained.put(name, array);
  }

  private void arrange(ModelConfig config) {
    for (int layer = 0; layer < config.layers(); layer++) {
      List<String> names = new ArrayList<>(DecoderScript.weights(config, layer));
      int at = layer;
      lora.ifPresent(settings -> names.addAll(adapterNames(settings, at)));
      blocks.add(names.stream().map(this::array).toList());
    }
  }

  private static List<String> names(ModelConfig config) {
    List<String> names = new ArrayList<>();
    names.add("model.embed_tokens.weight");
    for (int layer = 0; layer < config.layers(); layer++) {
      names.addAll(DecoderScript.weights(config, layer));
    }
    names.add("model.norm.weight");
    if (!config.tiedEmbeddings()) {
      names.add("lm_head.weight");
    }
    return names;
  }

  private static List<String> adapterNames(LoraConfig lora, int layer) {
    List<String> names = new ArrayList<>();
    for (Projection projection : lora.targets()) {
      names.add(LoraAdapter.nameOfA(layer, projection));
      names.add(LoraAdapter.nameOfB(layer, projection));
    }
    return names;
  }

  NDArray array(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("there is no parameter \"" + name + "\"");
    }
    return array;
  }

  /** What a block takes after its input and the arrays about positions, in order. */
  List<NDArray> block(int layer) {
    return blocks.get(layer);
  }

  NDArray embedding() {
    return array("model.embed_tokens.weight");
  }

  NDArray head() {
    return arrays.getOrDefault("lm_head.weight", embedding());
  }

  /** The adapter that learns; empty where all weights do. */
  public Optional<LoraConfig> lora() {
    return lora;
  }

  /** The arrays that learn, by name. */
  Map<String, NDArray> trained() {
    return Collections.unmodifiableMap(trained);
  }

  /**
   * The same with copies of the weights that learn, as they are now, which do not learn; it must be
   * closed before this.
   */
  public Parameters frozen(Torch torch, ModelConfig config) {
    Parameters copy = new Parameters(torch, lora);
    copy.arrays.putAll(arrays);
    trained.forEach((name, array) -> copy.arrays.put(name, copy.copyOf(array)));
    copy.arrange(config);
    return copy;
  }

  private NDArray copyOf(NDArray array) {
    try (NDArray detached = array.stopGradient()) {
      NDArray copy = detached.duplicate();
      copy.attach(manager);
      return copy;
    }
  }

  /** How many numbers learn. */
  public long trainedSize() {
    return trained.values().stream().mapToLong(NDArray::size).sum();
  }

  /** The weights that learn, as they are now; they read the memory of this. */
  public List<Tensor> trainedTensors() {
    return trained.entrySet().stream()
        .<Tensor>map(entry -> new ArrayTensor(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Overwrites the weights that learn. */
  public void restore(Torch torch, TensorSource tensors) {
    try (ArrayLoader loader = new ArrayLoader(torch)) {
      trained.forEach((name, array) -> loader.fill(array, tensors.tensor(name)));
    }
  }

  /** Frees all arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
