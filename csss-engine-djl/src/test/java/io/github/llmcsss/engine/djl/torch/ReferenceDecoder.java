package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.Rotary;
import io.github.llmcsss.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** The same decoder in doubles and plain loops, a token after the other: slow and plainly right. */
public final class ReferenceDecoder {
  private final Map<String, double[]> weights = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final ModelConfig config;
  private final Optional<LoraConfig> lora;
  private final double[] frequencies;

  /** With weights drawn at random, the adapter's among them. */
  public ReferenceDecoder(ModelConfig config, Optional<LoraConfig> lora, long seed) {
    this.config = config;
    this.lora = lora;
    frequencies = Rotary.frequencies(config);
    SplittableRandom random = new SplittableRandom(seed);
    put(random, "model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
    put(random, "model.norm.weight", config.hiddenSize());
    if (!config.tiedEmbeddings()) {
      put(random, "lm_head.weight", config.vocabularySize(), config.hiddenSize());
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      String at = "model.layers." + layer + ".";
      put(random, at + "input_layernorm.weight", config.hiddenSize());
      put(random, at + "post_attention_layernorm.weight", config.hiddenSize());
      for (Projection projection : Projection.values()) {
        int rows = projection.outputs(config);
        int columns = projection.inputs(config);
        put(random, projection.module(layer) + ".weight", rows, columns);
        if (DecoderScript.hasBias(config, projection)) {
          put(random, projection.module(layer) + ".bias", rows);
        }
        if (lora.isPresent() && lora.get().targets().contains(projection)) {
          put(random, LoraAdapter.nameOfA(layer, projection), lora.get().rank(), columns);
          put(random, LoraAdapter.nameOfB(layer, projection), rows, lora.get().rank());
        }
      }
      if (config.queryKeyNorm()) {
        put(random, at + "self_attn.q_norm.weight", config.headDimension());
        put(random, at + "self_attn.k_norm.weight", config.headDimension());
      }
    }
  }

  /** A gradient of the other side, for each weight that learns. */
  public static Map<String, float[]> gradients(Parameters parameters) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    parameters
        .trained()
        .forEach((name, array) -> {
          try (NDArray gradient = array.getGradient()) {
            gradients.put(name, gradient.toFloatArray());
          }
        });
    return gradients;
  }

  private void put(SplittableRandom random, String name, long... shape) {
    int size = 1;
    for (long dimension : shape) {
      size *= (int) dimension;
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      // Rounded to what the other side holds, so that both start from the same weights.
      double mean = name.contains("norm") ? 1 : 0;
      values[i] = (float) (mean + 0.3 * random.nextGaussian());
    }
    weights.put(name, values);
    shapes.put(name, shape);
  }

  /** The values of a weight, not copied. */
  public double[] values(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  /** All weights as tensors. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    weights.forEach((name, values) ->
        tensors.put(
            name, new DoubleTensor(name, values, Objects.requireNonNull(shapes.get(name)))));
    return tensors;
  }

  private record DoubleTensor(String name, double[] values, long[] shape) implements Tensor {
    @Override
    public long size() {
      return values.length;
    }

    @Override
    public void read(long offset, float[] target, int start, int count) {
      for (int i = 0; i < count; i++) {
        target[start + i] = (float) values[(int) offset + i];
      }
    }
  }

  /** The negative log-likelihood of each token from {@code targetStart} on. */
  public double[] losses(int[] tokens, int targetStart) {
    int length = tokens.length - 1;
    double[][] x = new double[length][];
    for (int t = 0; t < length; t++) {
      x[t] = row("model.embed_tokens.weight", tokens[t], config.hiddenSize());
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      block(x, layer);
    }
    double[] losses = new double[tokens.length - targetStart];
    String head = config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight";
    for (int t = targetStart - 1; t < length; t++) {
      double[] logits = times(head, norm(x[t], "model.norm.weight"));
      double largest = Double.NEGATIVE_INFINITY;
      for (double logit : logits) {
        largest = Math.max(largest, logit);
      }
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit - largest);
      }
      losses[t + 1 - targetStart] = largest + Math.log(sum) - logits[tokens[t + 1]];
    }
    return losses;
  }

  private double[] row(String name, int row, int width) {
    double[] result = new double[width];
    System.arraycopy(values(name), row * width, result, 0, width);
    return result;
  }

  private void block(double[][] x, int layer) {
    String at = "model.layers." + layer + ".";
    int size = config.headDimension();
    int group = config.heads() / config.keyValueHeads();
    List<double[]> keys = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int t = 0; t < x.length; t++) {
      double[] h = norm(x[t], at + "input_layernorm.weight");
      double[] query = project(h, layer, Projection.QUERY);
      double[] key = project(h, layer, Projection.KEY);
      heads(query, config.heads(), at + "self_attn.q_norm.weight", t);
      heads(key, config.keyValueHeads(), at + "self_attn.k_norm.weight", t);
      keys.add(key);
      values.add(project(h, layer, Projection.VALUE));
      double[] mixed = new double[query.length];
      for (int head = 0; head < config.heads(); head++) {
        int shared = head / group * size;
        double[] scores = new double[t + 1];
        double sum = 0;
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            scores[s] += query[head * size + i] * keys.get(s)[shared + i];
          }
          scores[s] = Math.exp(scores[s] / Math.sqrt(size));
          sum += scores[s];
        }
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            mixed[head * size + i] += scores[s] / sum * values.get(s)[shared + i];
          }
        }
      }
      add(x[t], project(mixed, layer, Projection.OUTPUT));
      h = norm(x[t], at + "post_attention_layernorm.weight");
      double[] gate = project(h, layer, Projection.GATE);
      double[] up = project(h, layer, Projection.UP);
      for (int i = 0; i < gate.length; i++) {
        up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
      }
      add(x[t], project(up, layer, Projection.DOWN));
    }
  }

  private void heads(double[] all, int count, String norm, int position) {
    int size = config.headDimension();
    for (int head = 0; head < count; head++) {
      double[] one = new double[size];
      System.arraycopy(all, head * size, one, 0, size);
      if (config.queryKeyNorm()) {
        one = norm(one, norm);
      }
      for (int i = 0; i < size / 2; i++) {
        double cos = Math.cos(position * frequencies[i]);
        double sin = Math.sin(position * frequencies[i]);
        all[head * size + i] = one[i] * cos - one[i + size / 2] * sin;
        all[head * size + i + size / 2] = one[i + size / 2] * cos + one[i] * sin;
      }
    }
  }

  private double[] project(double[] x, int layer, Projection projection) {
    double[] y = times(projection.module(layer) + ".weight", x);
    if (DecoderScript.hasBias(config, projection)) {
      add(y, values(projection.module(layer) + ".bias"));
    }
    if (lora.isPresent() && lora.get().targets().contains(projection)) {
      double[] low = times(LoraAdapter.nameOfA(layer, projection), x);
      double[] back = times(LoraAdapter.nameOfB(layer, projection), low);
      for (int i = 0; i < y.length; i++) {
        y[i] += lora.get().scale() * back[i];
      }
    }
    return y;
  }

  private double[] times(String name, double[] x) {
    double[] w = values(name);
    double[] y = new double[w.length / x.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += w[i * x.length + j] * x[j];
      }
    }
    return y;
  }

  private double[] norm(double[] x, String name) {
    double square = 0;
    for (double value : x) {
      square += value * value;
    }
    double factor = 1 / Math.sqrt(square / x.length + config.rmsNormEpsilon());
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * factor * values(name)[i];
    }
    return y;
  }

  private static void add(double[] to, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += what[i];
    }
  }
}
