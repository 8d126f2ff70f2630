package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.training.ReinforcementStage;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.api.training.TrainingStage;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.Projection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/**
 * A training in a process of its own, which somebody kills: what is trained, the model's directory,
 * the output directory, steps. Prints a line for each step that is done, and in the end what went
 * wrong, if anything did.
 */
final class TrainingProcess {
  /** Sessions are of one size, so that a step is one session. */
  private static final int SESSIONS = 8;

  private TrainingProcess() {}

  /** What is trained. */
  enum Kind {
    /** The second stage of an adapter. */
    ADAPTER,
    /** The second stage of all weights. */
    ALL_WEIGHTS,
    /** The third stage of an adapter. */
    REWARDS
  }

  public static void main(String[] arguments) throws IOException {
    Kind kind = Kind.valueOf(arguments[0]);
    Path output = Path.of(arguments[2]);
    int steps = Integer.parseInt(arguments[3]);
    int exitAt = arguments.length > 4 ? Integer.parseInt(arguments[4]) : -1;
    TrainingListener listener =
        progress -> {
          System.out.println(progress.step());
          if (progress.step() == exitAt) {
            // As a program ends whose main thread has nothing more to do.
            new Thread(() -> System.exit(0)).start();
          }
        };
    try (Checkpoint model = Checkpoint.open(Path.of(arguments[1]))) {
      train(kind, model, output, steps, listener);
    } catch (IOException | CsssException e) {
      System.out.println(e.getMessage());
      System.exit(2);
    }
  }

  /** The same training at every call with the same arguments. */
  static void train(Kind kind, Checkpoint model, Path output, int steps, TrainingListener listener)
      throws IOException {
    try (DjlTrainer trainer = builder(kind, model, steps).build()) {
      trainer.train(stage(kind, model, output, steps), listener);
    }
  }

  static DjlTrainerBuilder builder(Kind kind, Checkpoint model, int steps) {
    DjlTrainerBuilder builder =
        DjlTrainer.builder(model)
            .precision(TrainingPrecision.FLOAT32)
            .epochs((steps + SESSIONS - 1) / SESSIONS)
            .tokensPerStep(1)
            .learningRate(1e-3)
            .validationShare(kind == Kind.ADAPTER ? 0.25 : 0)
            .patience(steps)
            .stepsBetweenCheckpoints(kind == Kind.ALL_WEIGHTS ? 1 : 5)
            .reinforcement(Reinforcement.standard().withAlarms(Alarms.off()))
            .threads(1);
    if (kind == Kind.ALL_WEIGHTS) {
      builder.allWeights();
    } else {
      builder.lora(new LoraConfig(4, 8, EnumSet.of(Projection.QUERY, Projection.UP), 0.1));
    }
    return builder;
  }

  static TrainingStage stage(Kind kind, Checkpoint model, Path output, int steps) {
    TrainingRun run = new TrainingRun(Optional.empty(), output, 11);
    return kind == Kind.REWARDS
        ? new ReinforcementStage(
            run,
            new OneTokenRollouts(model, 4, false, token -> token % 2),
            TinySessions.sessions(SESSIONS),
            0.3,
            steps)
        : new SessionStage(run, TinySessions.sessions(SESSIONS));
  }
}
