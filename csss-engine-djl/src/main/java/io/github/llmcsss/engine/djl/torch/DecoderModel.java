package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.Rotary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A decoder that learns: the loss of a batch, and its gradients, which add up in the parameters
 * until an optimizer takes them.
 */
public final class DecoderModel implements AutoCloseable {
  /** Rows whose logits exist at once: with a vocabulary of 49,152, 50 MB each time they appear. */
  private static final int HEAD_ROWS = 256;

  private final Torch torch;
  private final ModelConfig config;
  private final Parameters parameters;
  private final boolean checkpointing;
  private final double[] frequencies;
  private final TorchScript training;
  private final TorchScript evaluation;

  /**
   * How it computes.
   *
   * @param brainFloat whether matrices are multiplied and attention is computed in 16 bits
   * @param checkpointing whether blocks are computed again on the way back instead of kept: a third
   *     slower, half the memory
   */
  public record Settings(boolean brainFloat, boolean checkpointing) {}

  /** Over parameters that stay open as long as this. */
  public DecoderModel(Torch torch, ModelConfig config, Parameters parameters, Settings settings) {
    this.torch = torch;
    this.config = config;
    this.parameters = parameters;
    checkpointing = settings.checkpointing();
    frequencies = Rotary.frequencies(config);
    Optional<LoraConfig> lora = parameters.lora();
    training = script(lora, settings);
    evaluation =
        lora.isPresent() && lora.get().dropout() > 0
            ? script(lora.map(DecoderModel::withoutDropout), settings)
            : training;
  }

  private TorchScript script(Optional<LoraConfig> lora, Settings settings) {
    return new TorchScript(torch.manager(), DecoderScript.of(config, lora, settings.brainFloat()));
  }

  private static LoraConfig withoutDropout(LoraConfig lora) {
    return new LoraConfig(lora.rank(), lora.alpha(), lora.targets(), 0);
  }

  /**
   * Adds the gradients of the batch's loss to the parameters.
   *
   * @param trees of one or several sessions
   * @param scale of the gradients, not of what is returned
   * @param seed of what is dropped out
   * @return the sum of weighted negative log-likelihoods, in nats
   */
  public double backward(List<TokenTree> trees, double scale, long seed) {
    try (NDManager manager = torch.manager().newSubManager()) {
      Batch batch = Batch.of(manager, training, frequencies, trees);
      List<NDArray> inputs = new ArrayList<>();
      JniUtils.setGradMode(!checkpointing);
      NDArray x = training.call("embed", batch.tokens(), parameters.embedding());
      for (int layer = 0; layer < config.layers(); layer++) {
        inputs.add(x);
        x = block(training, parameters, x, layer, batch, seed);
        if (!checkpointing) {
          // The recorded graph keeps what it needs of it.
          inputs.removeLast().close();
        }
      }
      JniUtils.setGradMode(true);
      NDArray top = leaf(x);
      double loss = lossOfRows(training, top, batch, scale);
      if (checkpointing) {
        backwardAgain(top, inputs, batch, seed);
      } else {
        backward(x, top);
      }
      return loss;
    }
  }

  /** Computes every block once more, from the last, now with what its gradients need. */
  private void backwardAgain(NDArray top, List<NDArray> inputs, Batch batch, long seed) {
    NDArray after = top;
    for (int layer = config.layers() - 1; layer >= 0; layer--) {
      try (NDArray input = inputs.get(layer)) {
        NDArray leaf = leaf(input);
        try (NDArray output = block(training, parameters, leaf, layer, batch, seed)) {
          backward(output, after);
        }
        after.close();
        after = leaf;
      }
    }
    if (parameters.lora().isEmpty()) {
      backward(training.call("embed", batch.tokens(), parameters.embedding()), after);
    }
  }

  /** A copy in name only, where gradients end. */
  private static NDArray leaf(NDArray x) {
    NDArray leaf = x.stopGradient();
    leaf.setRequiresGradient(true);
    return leaf;
  }

  /** Goes on backward from where the gradients of {@code leaf} ended. */
  private static void backward(NDArray result, NDArray leaf) {
    try (NDArray gradient = leaf.getGradient()) {
      JniUtils.backward((PtNDArray) result, (PtNDArray) gradient, false, false);
    }
  }

  /** The sum of weighted negative log-likelihoods, without gradients and without dropout. */
  public double loss(List<TokenTree> trees) {
    return withoutGradients(
        parameters, trees, (batch, top) -> lossOfRows(evaluation, top, batch, 0));
  }

  /**
   * The negative log-likelihood of each token to learn, without gradients and without dropout.
   *
   * @param by the weights to use: those of this model, or a frozen copy of them
   * @return in nats, in the order of the trees and of their losses
   */
  public float[] losses(Parameters by, List<TokenTree> trees) {
    return withoutGradients(by, trees, (batch, top) -> lossesOfRows(by, top, batch));
  }

  private <T> T withoutGradients(
      Parameters by, List<TokenTree> trees, BiFunction<Batch, NDArray, T> head) {
    try (NDManager manager = torch.manager().newSubManager()) {
      JniUtils.setGradMode(false);
      Batch batch = Batch.of(manager, evaluation, frequencies, trees);
      NDArray x = evaluation.call("embed", batch.tokens(), by.embedding());
      for (int layer = 0; layer < config.layers(); layer++) {
        try (NDArray input = x) {
          x = block(evaluation, by, input, layer, batch, 0);
        }
      }
      return head.apply(batch, x);
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  private NDArray block(
      TorchScript script, Parameters by, NDArray x, int layer, Batch batch, long seed) {
    if (script != evaluation) {
      // For each block, so that one that is computed twice drops the same.
      JniUtils.setSeed(seed + layer);
    }
    List<NDArray> arguments = new ArrayList<>();
    arguments.add(x);
    arguments.add(batch.cos());
    arguments.add(batch.sin());
    arguments.add(batch.mask());
    arguments.add(batch.bounds());
    arguments.add(batch.chains());
    arguments.addAll(by.block(layer));
    return script.call("block", arguments.toArray(NDArray[]::new));
  }

  private float[] lossesOfRows(Parameters by, NDArray top, Batch batch) {
    float[] all = new float[batch.losses().size()];
    for (int start = 0; start < all.length; start += HEAD_ROWS) {
      int end = Math.min(start + HEAD_ROWS, all.length);
      try (Batch.Rows rows = batch.rows(top.getManager(), start, end);
          NDArray losses =
              evaluation.call(
                  "losses",
                  top,
                  by.array("model.norm.weight"),
                  by.head(),
                  rows.indices(),
                  rows.targets())) {
        System.arraycopy(losses.toFloatArray(), 0, all, start, end - start);
      }
    }
    return all;
  }

  /** The last part, a few rows at a time; with gradients where the thread records them. */
  private double lossOfRows(TorchScript script, NDArray top, Batch batch, double scale) {
    double sum = 0;
    for (int start = 0; start < batch.losses().size(); start += HEAD_ROWS) {
      int end = Math.min(start + HEAD_ROWS, batch.losses().size());
      try (Batch.Rows rows = batch.rows(top.getManager(), start, end);
          NDArray loss =
              script.call(
                  "head",
                  top,
                  parameters.array("model.norm.weight"),
                  parameters.head(),
                  rows.indices(),
                  rows.targets(),
                  rows.weights())) {
        if (JniUtils.isGradMode()) {
          try (NDArray factor = top.getManager().create((float) scale)) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) factor, false, false);
          }
        }
        sum += loss.getFloat();
      }
    }
    return sum;
  }

  @Override
  public void close() {
    if (evaluation != training) {
      evaluation.close();
    }
    training.close();
  }
}
