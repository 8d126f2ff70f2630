package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.RopeScaling;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;

/**
 * A decoder as the papers describe it, in double precision and without a cache: slow, but easy to
 * compare with its description.
 */
final class ReferenceDecoder {
  private final ModelConfig config;
  private final TensorSource tensors;

  ReferenceDecoder(ModelConfig config, TensorSource tensors) {
    this.config = config;
    this.tensors = tensors;
  }

  /** Logits {@code [tokens, vocabulary]}. */
  double[][] logits(int[] tokens) {
    int hidden = config.hiddenSize();
    double[] embedding = weight("model.embed_tokens.weight");
    double[][] x = new double[tokens.length][hidden];
    for (int t = 0; t < tokens.length; t++) {
      System.arraycopy(embedding, tokens[t] * hidden, x[t], 0, hidden);
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = "model.layers." + layer + ".";
      double[][] attended =
          attention(norm(x, prefix + "input_layernorm.weight"), prefix + "self_attn.");
      add(x, attended);
      double[][] normed = norm(x, prefix + "post_attention_layernorm.weight");
      double[][] gate = linear(normed, prefix + "mlp.gate_proj");
      double[][] up = linear(normed, prefix + "mlp.up_proj");
      for (int t = 0; t < gate.length; t++) {
        for (int i = 0; i < gate[t].length; i++) {
          gate[t][i] *= up[t][i] / (1 + Math.exp(-gate[t][i]));
        }
      }
      add(x, linear(gate, prefix + "mlp.down_proj"));
    }
    double[] head = config.tiedEmbeddings() ? embedding : weight("lm_head.weight");
    return product(norm(x, "model.norm.weight"), head);
  }

  private double[][] attention(double[][] input, String prefix) {
    int dimension = config.headDimension();
    int group = config.heads() / config.keyValueHeads();
    double[][] q = linear(input, prefix + "q_proj");
    double[][] k = linear(input, prefix + "k_proj");
    double[][] v = linear(input, prefix + "v_proj");
    if (config.queryKeyNorm()) {
      normHeads(q, prefix + "q_norm.weight");
      normHeads(k, prefix + "k_norm.weight");
    }
    rotate(q);
    rotate(k);
    double[][] result = new double[input.length][q[0].length];
    for (int t = 0; t < input.length; t++) {
      for (int head = 0; head < config.heads(); head++) {
        int at = head * dimension;
        int keyAt = head / group * dimension;
        double[] weights = new double[t + 1];
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int u = 0; u <= t; u++) {
          for (int i = 0; i < dimension; i++) {
            weights[u] += q[t][at + i] * k[u][keyAt + i];
          }
          weights[u] /= Math.sqrt(dimension);
          largest = Math.max(largest, weights[u]);
        }
        for (int u = 0; u <= t; u++) {
          weights[u] = Math.exp(weights[u] - largest);
          sum += weights[u];
        }
        for (int u = 0; u <= t; u++) {
          for (int i = 0; i < dimension; i++) {
            result[t][at + i] += weights[u] / sum * v[u][keyAt + i];
          }
        }
      }
    }
    return linear(result, prefix + "o_proj");
  }

  private void rotate(double[][] x) {
    int dimension = config.headDimension();
    int half = dimension / 2;
    for (int t = 0; t < x.length; t++) {
      for (int at = 0; at < x[t].length; at += dimension) {
        for (int i = 0; i < half; i++) {
          double angle = t * frequency(i);
          double first = x[t][at + i];
          double second = x[t][at + half + i];
          x[t][at + i] = first * Math.cos(angle) - second * Math.sin(angle);
          x[t][at + half + i] = second * Math.cos(angle) + first * Math.sin(angle);
        }
      }
    }
  }

  /** As in the reference code of Llama 3: by wave lengths, with three cases. */
  private double frequency(int pair) {
    double frequency = 1 / Math.pow(config.ropeTheta(), 2.0 * pair / config.headDimension());
    if (config.ropeScaling().isEmpty()) {
      return frequency;
    }
    RopeScaling scaling = config.ropeScaling().get();
    double wave = 2 * Math.PI / frequency;
    double original = scaling.originalContextLength();
    if (wave < original / scaling.highFrequencyFactor()) {
      return frequency;
    }
    if (wave > original / scaling.lowFrequencyFactor()) {
      return frequency / scaling.factor();
    }
    double smooth =
        (original / wave - scaling.lowFrequencyFactor())
            / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
    return (1 - smooth) * frequency / scaling.factor() + smooth * frequency;
  }

  private void normHeads(double[][] x, String name) {
    int dimension = config.headDimension();
    double[] weight = weight(name);
    for (double[] row : x) {
      for (int at = 0; at < row.length; at += dimension) {
        normalize(row, at, weight);
      }
    }
  }

  private double[][] norm(double[][] x, String name) {
    double[] weight = weight(name);
    double[][] result = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      result[t] = x[t].clone();
      normalize(result[t], 0, weight);
    }
    return result;
  }

  private void normalize(double[] row, int at, double[] weight) {
    double squares = 0;
    for (int i = 0; i < weight.length; i++) {
      squares += row[at + i] * row[at + i];
    }
    double scale = 1 / Math.sqrt(squares / weight.length + config.rmsNormEpsilon());
    for (int i = 0; i < weight.length; i++) {
      row[at + i] *= scale * weight[i];
    }
  }

  private double[][] linear(double[][] x, String name) {
    double[][] result = product(x, weight(name + ".weight"));
    if (tensors.names().contains(name + ".bias")) {
      double[] bias = weight(name + ".bias");
      for (double[] row : result) {
        for (int i = 0; i < bias.length; i++) {
          row[i] += bias[i];
        }
      }
    }
    return result;
  }

  private static double[][] product(double[][] x, double[] weight) {
    int inputs = x[0].length;
    double[][] result = new double[x.length][weight.length / inputs];
    for (int t = 0; t < x.length; t++) {
      for (int out = 0; out < result[t].length; out++) {
        for (int in = 0; in < inputs; in++) {
          result[t][out] += x[t][in] * weight[out * inputs + in];
        }
      }
    }
    return result;
  }

  private static void add(double[][] x, double[][] y) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < x[t].length; i++) {
        x[t][i] += y[t][i];
      }
    }
  }

  private double[] weight(String name) {
    Tensor tensor = tensors.tensor(name);
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.read(0, values, 0, values.length);
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
