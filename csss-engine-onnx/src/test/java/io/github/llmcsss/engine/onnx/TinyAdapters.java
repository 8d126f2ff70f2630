package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.SafetensorsWriter;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Adapters of random weights, strong enough that every text is another one with them. */
final class TinyAdapters {
  /** Of all projections. */
  static final LoraConfig ALL = new LoraConfig(4, 8, EnumSet.allOf(Projection.class), 0);

  private TinyAdapters() {}

  /** Writes an adapter of the model with this hash. */
  static LoraAdapter write(
      Path directory, ModelConfig config, String hash, LoraConfig lora, long seed)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    Random random = new Random(seed);
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Projection part : lora.targets()) {
        String a = LoraAdapter.nameOfA(layer, part);
        String b = LoraAdapter.nameOfB(layer, part);
        tensors.add(TinyModels.random(random, a, 0.05, lora.rank(), part.inputs(config)));
        tensors.add(TinyModels.random(random, b, 0.05, part.outputs(config), lora.rank()));
      }
    }
    LoraAdapter.write(directory, lora, tensors, hash, "tiny", SafetensorsWriter.Precision.F32);
    return LoraAdapter.open(directory);
  }

  /** An adapter as the graph takes it; files go to {@code directory}. */
  static AdapterWeights weights(Path directory, ModelConfig config, LoraConfig lora, long seed)
      throws IOException {
    LoraAdapter adapter = write(directory, config, "hash", lora, seed);
    return AdapterWeights.read(adapter, config, ElementType.FLOAT);
  }

  /** The model with the adapter in its weights. */
  static TensorSource merged(TensorSource base, LoraAdapter adapter, ModelConfig config) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    base.names().forEach(name -> tensors.put(name, base.tensor(name)));
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Projection part : adapter.config().targets()) {
        String name = part.module(layer) + ".weight";
        float[] a = values(adapter.a(layer, part));
        float[] b = values(adapter.b(layer, part));
        float[] sum = values(base.tensor(name));
        int inputs = part.inputs(config);
        int rank = adapter.config().rank();
        for (int i = 0; i < sum.length; i++) {
          double change = 0;
          for (int r = 0; r < rank; r++) {
            change += (double) b[i / inputs * rank + r] * a[r * inputs + i % inputs];
          }
          sum[i] += (float) (adapter.config().scale() * change);
        }
        tensors.put(name, TinyModels.tensor(name, sum, part.outputs(config), inputs));
      }
    }
    return TensorSource.of(tensors);
  }

  private static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.read(0, values, 0, values.length);
    return values;
  }
}
