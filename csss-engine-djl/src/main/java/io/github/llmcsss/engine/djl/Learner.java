package io.github.llmcsss.engine.djl;

import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.torch.AdamW;
import io.github.llmcsss.engine.djl.torch.DecoderModel;
import io.github.llmcsss.engine.djl.torch.Parameters;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.CheckpointWriter;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelConfig;
import io.github.llmcsss.model.SafetensorsWriter.Precision;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Weights, what computes with them, and what moves them. */
final class Learner implements AutoCloseable {
  private final Torch torch;
  private final StartingPoint start;
  private final Optimization optimization;
  private final Parameters parameters;
  private final DecoderModel model;
  private final AdamW optimizer;

  Learner(
      Torch torch,
      StartingPoint start,
      TrainerSettings settings,
      TrainingPrecision precision,
      long seed) {
    this.torch = torch;
    this.start = start;
    optimization = settings.optimization();
    boolean coarse = precision == TrainingPrecision.BFLOAT16;
    Checkpoint base = start.model();
    LoraConfig lora = settings.lora();
    parameters =
        lora == null
            ? Parameters.full(torch, base.config(), base.tensors())
            : Parameters.adapter(
                torch,
                base.config(),
                base.tensors(),
                lora,
                adapter(base.config(), lora, seed),
                coarse);
    model =
        new DecoderModel(
            torch,
            base.config(),
            parameters,
            new DecoderModel.Settings(coarse, settings.checkpointing()));
    optimizer = new AdamW(torch, parameters, optimization.adamW());
  }

  private TensorSource adapter(ModelConfig config, LoraConfig lora, long seed) {
    return start
        .adapter()
        .map(LoraAdapter::tensors)
        .orElseGet(() -> NewAdapter.of(config, lora, seed));
  }

  DecoderModel model() {
    return model;
  }

  /** The mean over some trees, in nats a token, weighted. */
  double meanLoss(List<List<TokenTree>> batches) {
    double sum = 0;
    double weight = 0;
    for (List<TokenTree> batch : batches) {
      sum += model.loss(batch);
      for (TokenTree tree : batch) {
        weight += tree.losses().stream().mapToDouble(TokenTree.Loss::weight).sum();
      }
    }
    return sum / weight;
  }

  /** Moves the weights; see {@link AdamW#step}. */
  double move(double rate) {
    return optimizer.step(rate, optimization.maximumGradientNorm());
  }

  void save(TrainingDirectory directory, TrainingState state) throws IOException {
    directory.save(state, parameters.trainedTensors(), optimizer.state());
  }

  void saveBest(TrainingDirectory directory) throws IOException {
    directory.saveBest(parameters.trainedTensors());
  }

  void restore(TrainingDirectory directory, long step) throws IOException {
    parameters.restore(torch, directory.weights());
    optimizer.restore(directory.moments(), step);
  }

  void restoreBest(TrainingDirectory directory) throws IOException {
    parameters.restore(torch, directory.best());
  }

  /** Writes what was learned and returns where. */
  Path write(Path directory) throws IOException {
    List<Tensor> learned = parameters.trainedTensors();
    Checkpoint base = start.model();
    if (parameters.lora().isPresent()) {
      Path adapter = directory.resolve("adapter");
      LoraAdapter.write(
          adapter,
          parameters.lora().get(),
          learned,
          base.contentHash(),
          String.valueOf(base.path().getFileName()),
          Precision.F32);
      return adapter;
    }
    Path whole = directory.resolve("model");
    CheckpointWriter.write(whole, base, learned, Precision.F32);
    return whole;
  }

  @Override
  public void close() {
    optimizer.close();
    model.close();
    parameters.close();
  }
}
