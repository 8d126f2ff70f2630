package io.github.llmcsss.engine.djl;

import com.google.common.hash.Hashing;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** An adapter that changes nothing yet: A is drawn at random, B is 0 [Hu 2021]. */
final class NewAdapter {
  private NewAdapter() {}

  static TensorSource of(ModelConfig config, LoraConfig lora, long seed) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Projection projection : lora.targets()) {
        int inputs = projection.inputs(config);
        int outputs = projection.outputs(config);
        String a = LoraAdapter.nameOfA(layer, projection);
        String b = LoraAdapter.nameOfB(layer, projection);
        tensors.put(
            a, new FloatTensor(a, new long[] {lora.rank(), inputs}, draw(a, lora, inputs, seed)));
        tensors.put(
            b,
            new FloatTensor(
                b, new long[] {outputs, lora.rank()}, new float[outputs * lora.rank()]));
      }
    }
    return TensorSource.of(tensors);
  }

  /** Uniform in plus and minus the inverse root of the width, as PEFT draws it. */
  private static float[] draw(String name, LoraConfig lora, int inputs, long seed) {
    long own =
        Hashing.sha256()
            .newHasher()
            .putLong(seed)
            .putString(name, StandardCharsets.UTF_8)
            .hash()
            .asLong();
    SplittableRandom random = new SplittableRandom(own);
    double bound = 1 / Math.sqrt(inputs);
    float[] values = new float[lora.rank() * inputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }
}
