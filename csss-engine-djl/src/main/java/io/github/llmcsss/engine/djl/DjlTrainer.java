package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.training.ReinforcementStage;
import io.github.llmcsss.api.training.SeedQueryStage;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.api.training.TrainingStage;
import io.github.llmcsss.engine.djl.report.TrainingReportPage;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains a model of the Llama family with PyTorch: an adapter, or all of its weights.
 *
 * <p>The output directory of a stage holds {@code metrics.jsonl}, a line a step, a checkpoint from
 * which an interrupted training goes on, and the result: {@code adapter/} in the format of PEFT, or
 * {@code model/} in the layout of Hugging Face.
 *
 * <p>Not thread-safe; one training at a time in a process. Whoever builds a trainer closes it; the
 * model stays open.
 */
public final class DjlTrainer implements Trainer {
  /** The fact of a report's provenance that counts the examples that were left out: {@value}. */
  public static final String LEFT_OUT = "examplesLeftOut";

  private final Checkpoint model;
  private final TrainerSettings settings;

  DjlTrainer(Checkpoint model, TrainerSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /**
   * A builder.
   *
   * @param model to train, which stays open while the trainer is used
   */
  public static DjlTrainerBuilder builder(Checkpoint model) {
    return new DjlTrainerBuilder(model);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an example is empty, too long or nothing that the model's
   *     template can express, or if the start is an adapter of another shape
   * @throws TrainingFailedException if the loss or its gradients are no finite numbers
   * @throws TrainingAlarmException if the third stage stops itself
   */
  @Override
  public TrainingReport train(TrainingStage stage, TrainingListener listener) throws IOException {
    TrainingRun run = stage.run();
    List<TrainingExample> examples =
        switch (stage) {
          case SeedQueryStage queries -> queries.examples();
          case SessionStage sessions -> sessions.examples();
          case ReinforcementStage rewards -> rewards.examples();
        };
    // The signal is closed after libtorch's memory: until then the JVM does not go down.
    try (TrainingDirectory directory = TrainingDirectory.open(run.output());
        StopSignal stop = new StopSignal();
        StartingPoint start = StartingPoint.of(model, run.start(), settings.lora());
        Torch torch = Torch.open(settings.threads())) {
      ExampleEncoder.Encoded data =
          new ExampleEncoder(
                  start.model().chatFormat(),
                  settings.longestExample(),
                  settings.leavesOutLongExamples())
              .encode(examples);
      TrainingPrecision precision = precision(directory, torch);
      Provenance provenance = provenance(stage, start, data, precision);
      directory.claim(provenance);
      try (Learner learner = new Learner(torch, start, settings, precision, run.seed())) {
        return shown(
            directory.path(),
            () ->
                stage instanceof ReinforcementStage rewards
                    ? new ReinforcementTraining(directory, learner, settings, provenance, stop)
                        .run(rewards, data.sessions(), listener)
                    : new SupervisedTraining(directory, learner, settings, provenance, stop)
                        .run(data.sessions(), run.seed(), listener));
      }
    }
  }

  /** What trains. */
  @FunctionalInterface
  private interface Training {
    TrainingReport run() throws IOException;
  }

  /** Writes the page of a training, however it ends. */
  private static TrainingReport shown(Path directory, Training training) throws IOException {
    TrainingReport report;
    try {
      report = training.run();
    } catch (IOException | RuntimeException e) {
      try {
        TrainingReportPage.write(directory);
      } catch (IOException | RuntimeException page) {
        e.addSuppressed(page);
      }
      throw e;
    }
    TrainingReportPage.write(directory);
    return report;
  }

  private Provenance provenance(
      TrainingStage stage,
      StartingPoint start,
      ExampleEncoder.Encoded data,
      TrainingPrecision precision) {
    Map<String, String> facts = new TreeMap<>(settings.facts());
    facts.put("stage", stage.getClass().getSimpleName());
    facts.put("start", start.hash());
    facts.put("data", data.hash());
    if (settings.leavesOutLongExamples()) {
      facts.put(LEFT_OUT, Integer.toString(data.leftOut()));
    }
    facts.put("seed", Long.toString(stage.run().seed()));
    facts.put("precision", precision.name());
    facts.put("libtorch", Torch.version());
    if (stage instanceof ReinforcementStage rewards) {
      facts.put("gamma", Double.toString(rewards.gamma()));
      facts.put("steps", Long.toString(rewards.steps()));
      // Alarms end a training; they do not shape it.
      facts.put("reinforcement", settings.reinforcement().withAlarms(Alarms.off()).toString());
    }
    return new Provenance("DjlTrainer", facts);
  }

  /** What the directory was begun with, or the setting, or what is faster here. */
  private TrainingPrecision precision(TrainingDirectory directory, Torch torch) throws IOException {
    if (settings.precision() != null) {
      return settings.precision();
    }
    String before = directory.facts().map(facts -> facts.get("precision")).orElse(null);
    return before != null
        ? TrainingPrecision.valueOf(before)
        : PrecisionChoice.measure(torch, model.config());
  }

  /** {@inheritDoc} A trainer holds native memory only while it trains. */
  @Override
  public void close() {}
}
