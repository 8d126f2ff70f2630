package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of the tiny model, which take a moment each. */
abstract class TinyTrainings {
  static final LoraConfig LORA =
      new LoraConfig(4, 8, EnumSet.of(Projection.QUERY, Projection.VALUE, Projection.UP), 0);

  @TempDir Path directory;
  Checkpoint model;

  @BeforeEach
  void open() throws IOException {
    model = Checkpoint.open(TinyModel.extractTo(directory.resolve("tiny")));
  }

  @AfterEach
  void close() {
    model.close();
  }

  /** A trainer that learns from few sessions. */
  final DjlTrainerBuilder builder() {
    return DjlTrainer.builder(model)
        .lora(LORA)
        .precision(TrainingPrecision.FLOAT32)
        .tokensPerStep(400)
        .learningRate(5e-3)
        .threads(1);
  }

  final TrainingRun run(String name) {
    return new TrainingRun(Optional.empty(), directory.resolve(name), 7);
  }

  static TrainingReport train(DjlTrainerBuilder builder, SessionStage stage) throws IOException {
    try (DjlTrainer trainer = builder.build()) {
      return trainer.train(stage, TrainingListener.NONE);
    }
  }
}
