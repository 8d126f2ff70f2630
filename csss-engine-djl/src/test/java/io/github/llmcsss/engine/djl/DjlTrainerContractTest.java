package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.training.ReinforcementStage;
import io.github.llmcsss.api.training.SeedQueryStage;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.api.training.TrainingStage;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.testkit.TinyModel;
import io.github.llmcsss.testkit.TrainerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class DjlTrainerContractTest {
  @TempDir static Path directory;
  private static @Nullable Checkpoint model;

  @BeforeAll
  static void open() throws IOException {
    model = Checkpoint.open(TinyModel.extractTo(directory));
  }

  @AfterAll
  static void close() {
    if (model != null) {
      model.close();
    }
  }

  private static DjlTrainerBuilder trainer() {
    return DjlTrainer.builder(Objects.requireNonNull(model))
        .epochs(2)
        .tokensPerStep(300)
        .tokensPerBatch(200)
        .stepsBetweenCheckpoints(3)
        .threads(1);
  }

  @Nested
  class SessionsWithAnAdapter extends TrainerContract {
    @Override
    protected Trainer open() {
      return trainer()
          .lora(new LoraConfig(4, 8, EnumSet.of(Projection.QUERY, Projection.UP), 0.1))
          .build();
    }

    @Override
    protected TrainingStage stage(TrainingRun run) {
      return new SessionStage(run, TinySessions.sessions(12));
    }
  }

  @Nested
  class SessionsWithAllWeights extends TrainerContract {
    @Override
    protected Trainer open() {
      return trainer().allWeights().gradientCheckpointing(true).build();
    }

    @Override
    protected TrainingStage stage(TrainingRun run) {
      return new SessionStage(run, TinySessions.sessions(12));
    }
  }

  @Nested
  class SeedQueries extends TrainerContract {
    @Override
    protected Trainer open() {
      return trainer().precision(TrainingPrecision.BFLOAT16).build();
    }

    @Override
    protected TrainingStage stage(TrainingRun run) {
      return new SeedQueryStage(run, TinySessions.queries(40));
    }
  }

  @Nested
  class Rewards extends TrainerContract {
    @Override
    protected Trainer open() {
      return trainer()
          .precision(TrainingPrecision.FLOAT32)
          .reinforcement(Reinforcement.standard().withAlarms(Alarms.off()))
          .build();
    }

    @Override
    protected TrainingStage stage(TrainingRun run) {
      return new ReinforcementStage(
          run,
          new OneTokenRollouts(Objects.requireNonNull(model), 4, false, token -> token % 2),
          TinySessions.sessions(6),
          0.3,
          7);
    }
  }
}
