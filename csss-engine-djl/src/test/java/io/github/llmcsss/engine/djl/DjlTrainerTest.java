package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.training.SeedQueryStage;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.CheckpointWriter;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.ModelFormatException;
import io.github.llmcsss.model.Projection;
import io.github.llmcsss.model.SafetensorsWriter.Precision;
import io.github.llmcsss.model.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DjlTrainerTest extends TinyTrainings {
  private static float[] values(Tensor tensor) {
    float[] values = new float[(int) tensor.size()];
    tensor.read(0, values, 0, values.length);
    return values;
  }

  @Test
  void lossFallsOnSessionsThatAreLearnedAndOnOthers() throws IOException {
    SessionStage stage = new SessionStage(run("out"), TinySessions.sessions(40));
    TrainingReport few = train(builder().epochs(1), stage);
    SessionStage more = new SessionStage(run("more"), TinySessions.sessions(40));
    TrainingReport report = train(builder().epochs(6), more);
    assertTrue(report.loss() < 0.7 * few.loss(), report + " after " + few);
    assertTrue(
        report.validationLoss().orElseThrow() < 0.8 * few.validationLoss().orElseThrow(),
        report + " after " + few);
    assertEquals(few.validationLossBefore(), report.validationLossBefore());
    assertTrue(
        few.validationLoss().orElseThrow() < few.validationLossBefore().orElseThrow(),
        few.toString());
    List<String> lines = Files.readAllLines(directory.resolve("more/metrics.jsonl"));
    assertEquals(report.steps(), lines.size());
    assertTrue(lines.getLast().contains("validationLoss"));
  }

  @Test
  void stagesGoOnFromOneAnother() throws IOException {
    TrainingReport first;
    try (DjlTrainer trainer = builder().epochs(1).build()) {
      first =
          trainer.train(
              new SeedQueryStage(run("first"), TinySessions.queries(20)), TrainingListener.NONE);
    }
    LoraAdapter before = LoraAdapter.open(first.result());
    before.check(model);
    TrainingRun next = new TrainingRun(Optional.of(first.result()), directory.resolve("second"), 7);
    TrainingReport second =
        train(
            builder().epochs(1).learningRate(1e-12),
            new SessionStage(next, TinySessions.sessions(4)));
    LoraAdapter after = LoraAdapter.open(second.result());
    assertArrayEquals(values(before.a(0, Projection.UP)), values(after.a(0, Projection.UP)), 1e-6f);
    assertFalse(second.provenance().equals(first.provenance()));
  }

  @Test
  void wholeModelsAreLoadedAndTrainedOn() throws IOException {
    SessionStage stage = new SessionStage(run("full"), TinySessions.sessions(6));
    TrainingReport report = train(builder().allWeights().learningRate(1e-3), stage);
    try (Checkpoint trained = Checkpoint.open(report.result())) {
      assertEquals(model.config(), trained.config());
      TrainingRun next =
          new TrainingRun(Optional.of(report.result()), directory.resolve("next"), 7);
      SessionStage again = new SessionStage(next, TinySessions.sessions(6));
      TrainingReport adapted = train(builder(), again);
      LoraAdapter.open(adapted.result()).check(trained);
      assertThrows(
          ModelFormatException.class, () -> LoraAdapter.open(adapted.result()).check(model));
    }
  }

  /** The loss of the adapter is that of the weights that it is merged into. */
  @Test
  void mergedWeightsHaveTheLossOfTheAdapter() throws IOException {
    List<TrainingExample> examples = TinySessions.sessions(12);
    TrainingReport report = train(builder().epochs(4), new SessionStage(run("lora"), examples));
    Path merged = directory.resolve("merged");
    CheckpointWriter.merge(merged, model, LoraAdapter.open(report.result()), Precision.F32);
    // With a learning rate of almost nothing, a training measures.
    TrainingRun measure = new TrainingRun(Optional.of(report.result()), directory.resolve("a"), 7);
    TrainingRun measureMerged = new TrainingRun(Optional.of(merged), directory.resolve("b"), 7);
    DjlTrainerBuilder still = builder().epochs(1).learningRate(1e-12).weightDecay(0);
    double adapted = train(still, new SessionStage(measure, examples)).loss();
    assertEquals(adapted, train(still, new SessionStage(measureMerged, examples)).loss(), 1e-5);
  }

  @Test
  void goesOnAfterAnInterrupt() throws IOException {
    SessionStage whole = new SessionStage(run("whole"), TinySessions.sessions(20));
    TrainingReport expected = train(builder(), whole);
    SessionStage parts = new SessionStage(run("parts"), TinySessions.sessions(20));
    try (DjlTrainer trainer = builder().build()) {
      CsssException stopped =
          assertThrows(
              CsssException.class,
              () ->
                  trainer.train(
                      parts,
                      progress -> {
                        if (progress.step() == 2) {
                          Thread.currentThread().interrupt();
                        }
                      }));
      assertTrue(Thread.interrupted());
      assertTrue(String.valueOf(stopped.getMessage()).contains("after step 2"));
      assertEquals(List.of(), List.of(stopped.getSuppressed()), "the checkpoint is written");
    }
    TrainingReport resumed = train(builder(), parts);
    for (int layer = 0; layer < model.config().layers(); layer++) {
      for (Projection target : LORA.targets()) {
        assertArrayEquals(
            values(LoraAdapter.open(expected.result()).b(layer, target)),
            values(LoraAdapter.open(resumed.result()).b(layer, target)));
      }
    }
  }

  @Test
  void refusesADirectoryOfAnotherTraining() throws IOException {
    SessionStage stage = new SessionStage(run("out"), TinySessions.sessions(4));
    train(builder().epochs(1), stage);
    IOException refused = assertThrows(IOException.class, () -> train(builder().epochs(2), stage));
    assertTrue(String.valueOf(refused.getMessage()).contains("optimization"), refused::toString);
    SessionStage other = new SessionStage(run("out"), TinySessions.sessions(5));
    refused = assertThrows(IOException.class, () -> train(builder().epochs(1), other));
    assertTrue(String.valueOf(refused.getMessage()).contains("data"), refused::toString);
  }

  @Test
  void checksItsSettings() {
    assertThrows(IllegalArgumentException.class, () -> builder().epochs(0));
    assertThrows(IllegalArgumentException.class, () -> builder().learningRate(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> builder().warmup(1));
    assertThrows(IllegalArgumentException.class, () -> builder().weightDecay(-1));
    assertThrows(IllegalArgumentException.class, () -> builder().maximumGradientNorm(0));
    assertThrows(IllegalArgumentException.class, () -> builder().tokensPerStep(0));
    assertThrows(IllegalArgumentException.class, () -> builder().tokensPerBatch(0));
    assertThrows(IllegalArgumentException.class, () -> builder().longestExample(1 << 20));
    assertThrows(IllegalArgumentException.class, () -> builder().validationShare(1));
    assertThrows(IllegalArgumentException.class, () -> builder().patience(0));
    assertThrows(IllegalArgumentException.class, () -> builder().stepsBetweenCheckpoints(0));
    assertThrows(IllegalArgumentException.class, () -> builder().threads(0));
  }

  /** Two trainings at once in one directory would each overwrite the other's checkpoints. */
  @Test
  void oneTrainingAtATimeInADirectory() throws IOException {
    SessionStage stage = new SessionStage(run("out"), TinySessions.sessions(4));
    try (TrainingDirectory held = TrainingDirectory.open(directory.resolve("out"))) {
      IOException refused = assertThrows(IOException.class, () -> train(builder(), stage));
      assertTrue(String.valueOf(refused.getMessage()).contains("another training"));
      assertTrue(Files.exists(held.path()));
    }
  }
}
