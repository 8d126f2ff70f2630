package io.github.llmcsss.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.llmcsss.model.ModelConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adapters as tensors of ONNX Runtime, made when they are first used. Not thread-safe. */
final class AdapterTensors implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final ModelConfig config;
  private final OnnxJavaType type;
  private final Handles handles;
  private final Map<AdapterWeights, Map<String, OnnxTensor>> tensors = new HashMap<>();

  /** Made when it is first used: most models never see an adapter. */
  private @Nullable AdapterWeights none;

  /** No tensors yet; {@code type} is that of the activations. */
  AdapterTensors(ModelConfig config, OnnxJavaType type, Handles handles) {
    this.config = config;
    this.type = type;
    this.handles = handles;
  }

  /** The inputs of the graph by name; null is the model alone. They stay open. */
  Map<String, OnnxTensor> of(@Nullable AdapterWeights adapter) throws OrtException {
    AdapterWeights wanted = adapter == null ? none() : adapter;
    Map<String, OnnxTensor> known = tensors.get(wanted);
    if (known != null) {
      return known;
    }
    Map<String, OnnxTensor> made = new HashMap<>();
    tensors.put(wanted, made); // before they are made: what fails in the middle is closed, too
    for (AdapterWeights.Input input : wanted.inputs()) {
      OnnxTensor tensor = OnnxTensor.createTensor(environment, input.bytes(), input.shape(), type);
      made.put(input.name(), handles.opened(tensor));
    }
    return made;
  }

  private AdapterWeights none() {
    if (none == null) {
      none = AdapterWeights.none(config);
    }
    return none;
  }

  /** Frees the tensors of an adapter, if there are any. */
  void forget(AdapterWeights adapter) {
    Map<String, OnnxTensor> old = tensors.remove(adapter);
    if (old != null) {
      close(old);
    }
  }

  private void close(Map<String, OnnxTensor> old) {
    for (OnnxTensor tensor : old.values()) {
      tensor.close();
      handles.closed();
    }
  }

  /** Frees all. */
  @Override
  public void close() {
    tensors.values().forEach(this::close);
    tensors.clear();
  }
}
