package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingProgress;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/** Learns one number, the mean length of the targets; with a fault where one is planted. */
final class ToyTrainer implements Trainer {
  private static final AtomicInteger TRAININGS = new AtomicInteger();
  private static final int STEPS = 6;

  private final String fault;
  private int closed;

  ToyTrainer(String fault) {
    this.fault = fault;
  }

  @Override
  public TrainingReport train(TrainingStage stage, TrainingListener listener) throws IOException {
    double target =
        ((SessionStage) stage)
            .examples().stream()
                .mapToInt(example -> example.target().text().length())
                .average()
                .orElseThrow();
    if (fault.equals("drifts")) {
      target += TRAININGS.incrementAndGet();
    }
    Path output = stage.run().output();
    Path checkpoint = output.resolve("checkpoint");
    int step = 0;
    double learned = 0;
    if (Files.exists(checkpoint)) {
      String[] state = Files.readString(checkpoint).split(" ", -1);
      step = Integer.parseInt(state[0]);
      learned = fault.equals("forgets what it learned") ? 0 : Double.parseDouble(state[1]);
    }
    double loss = 0;
    for (; step < STEPS; step++) {
      loss = Math.abs(target - learned);
      learned += 0.5 * (target - learned);
      Files.writeString(checkpoint, (step + 1) + " " + learned);
      if (!fault.equals("keeps silent")) {
        listener.stepped(
            new TrainingProgress(
                step + 1, STEPS, 1, loss, 0.1, 1, OptionalDouble.empty(), OptionalDouble.empty()));
      }
    }
    Path result = output.resolve("weight");
    if (!fault.equals("writes nothing")) {
      Files.writeString(result, Double.toString(learned));
    }
    Provenance provenance = new Provenance("toy", Map.of());
    return new TrainingReport(
        result, STEPS, 1, loss, OptionalDouble.empty(), OptionalDouble.empty(), provenance);
  }

  @Override
  public void close() {
    closed++;
    if (fault.equals("closes once") && closed > 1) {
      throw new IllegalStateException("closed");
    }
  }
}
