package io.github.llmcsss.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a model holds every tensor that its configuration needs, in the right shape, and none
 * that would change a result and is not used.
 */
final class RequiredTensors {
  private RequiredTensors() {}

  /** The names of all weights that a model has. */
  static Set<String> names(ModelConfig config) {
    return of(config).keySet();
  }

  static void check(Path file, ModelConfig config, Map<String, Tensor> tensors) {
    Map<String, long[]> needed = of(config);
    needed.forEach((name, shape) -> {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw new ModelFormatException(file, "tensor \"" + name + "\" is missing");
      }
      if (!Arrays.equals(tensor.shape(), shape)) {
        throw new ModelFormatException(
            file,
            "tensor \""
                + name
                + "\" must have the shape "
                + Arrays.toString(shape)
                + ", but has "
                + Arrays.toString(tensor.shape()));
      }
    });
    for (String name : tensors.keySet()) {
      if (!needed.containsKey(name) && !repeatsOthers(name)) {
        throw new ModelFormatException(
            file,
            "tensor \""
                + name
                + "\" is no part of a "
                + config.family()
                + " of this configuration; such models are not supported");
      }
    }
  }

  /** A head that is tied is written by some tools, frequencies by old ones. */
  private static boolean repeatsOthers(String name) {
    return name.equals("lm_head.weight") || name.endsWith(".rotary_emb.inv_freq");
  }

  private static Map<String, long[]> of(ModelConfig c) {
    long queries = (long) c.heads() * c.headDimension();
    long keys = (long) c.keyValueHeads() * c.headDimension();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("model.embed_tokens.weight", new long[] {c.vocabularySize(), c.hiddenSize()});
    shapes.put("model.norm.weight", new long[] {c.hiddenSize()});
    if (!c.tiedEmbeddings()) {
      shapes.put("lm_head.weight", new long[] {c.vocabularySize(), c.hiddenSize()});
    }
    for (int i = 0; i < c.layers(); i++) {
      String layer = "model.layers." + i + ".";
      shapes.put(layer + "input_layernorm.weight", new long[] {c.hiddenSize()});
      shapes.put(layer + "post_attention_layernorm.weight", new long[] {c.hiddenSize()});
      projection(shapes, c, layer + "self_attn.q_proj", queries);
      projection(shapes, c, layer + "self_attn.k_proj", keys);
      projection(shapes, c, layer + "self_attn.v_proj", keys);
      shapes.put(layer + "self_attn.o_proj.weight", new long[] {c.hiddenSize(), queries});
      if (c.queryKeyNorm()) {
        shapes.put(layer + "self_attn.q_norm.weight", new long[] {c.headDimension()});
        shapes.put(layer + "self_attn.k_norm.weight", new long[] {c.headDimension()});
      }
      shapes.put(layer + "mlp.gate_proj.weight", new long[] {c.intermediateSize(), c.hiddenSize()});
      shapes.put(layer + "mlp.up_proj.weight", new long[] {c.intermediateSize(), c.hiddenSize()});
      shapes.put(layer + "mlp.down_proj.weight", new long[] {c.hiddenSize(), c.intermediateSize()});
    }
    return shapes;
  }

  private static void projection(
      Map<String, long[]> shapes, ModelConfig c, String name, long rows) {
    shapes.put(name + ".weight", new long[] {rows, c.hiddenSize()});
    if (c.attentionBias()) {
      shapes.put(name + ".bias", new long[] {rows});
    }
  }
}
