package io.github.llmcsss.engine.djl;

import com.google.common.hash.Hashing;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Weights, what computes with them, and what moves them. */
final class Learner implements AutoCloseable {
  private final Torch torch;
  private final StartingPoint start;
  private final Optimization optimization;
  private final Parameters parameters;
  private final DecoderModel model;
  private final AdamW optimizer;
  private final long seed;
  private @Nullable Parameters remembered;

  Learner(
      Torch torch,
      StartingPoint start,
      TrainerSettings settings,
      TrainingPrecision precision,
      long seed) {
    this.torch = torch;
    this.start = start;
    this.seed = seed;
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

  /** Tokens as people read them. */
  String text(int[] tokens) {
    return start.model().tokenizer().decode(tokens);
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

  /** Keeps the weights as they are now, to compare with. */
  void remember() {
    remembered = parameters.frozen(torch, start.model().config());
  }

  /** The negative log-likelihood of each token to learn; see {@link DecoderModel#losses}. */
  float[] losses(List<TokenTree> trees) {
    return model.losses(parameters, trees);
  }

  /** The same with the weights that were remembered. */
  float[] rememberedLosses(List<TokenTree> trees) {
    return model.losses(Objects.requireNonNull(remembered), trees);
  }

  /** What is dropped out in a batch, the same whenever the step is done. */
  long dropoutSeed(long step, int batch) {
    return Hashing.sha256()
        .newHasher()
        .putLong(seed)
        .putString("dropout", StandardCharsets.UTF_8)
        .putLong(step)
        .putInt(batch)
        .hash()
        .asLong();
  }

  /** Moves the weights; see {@link AdamW#step}. */
  double move(double rate) {
    return optimizer.step(rate, optimization.maximumGradientNorm());
  }

  /** Leaves a checkpoint, also in a thread that is interrupted, which stays so. */
  void save(TrainingDirectory directory, TrainingState state) throws IOException {
    // A file's channel closes itself in a thread that is interrupted.
    boolean interrupted = Thread.interrupted();
    try {
      directory.save(state, parameters.trainedTensors(), optimizer.state());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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
    Path result = directory.resolve(parameters.lora().isPresent() ? "adapter" : "model");
    TrainingDirectory.writing(directory, "the weights", () -> writeTo(result));
    return result;
  }

  private void writeTo(Path result) throws IOException {
    List<Tensor> learned = parameters.trainedTensors();
    Checkpoint base = start.model();
    if (parameters.lora().isPresent()) {
      LoraAdapter.write(
          result,
          parameters.lora().get(),
          learned,
          base.contentHash(),
          String.valueOf(base.path().getFileName()),
          Precision.F32);
    } else {
      CheckpointWriter.write(result, base, learned, Precision.F32);
    }
  }

  @Override
  public void close() {
    optimizer.close();
    model.close();
    if (remembered != null) {
      remembered.close();
    }
    parameters.close();
  }
}
