package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingProgress;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.api.training.TrainingStage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What can be said of every {@link Trainer}, whatever it trains. Extend it in a test class of your
 * own, once for each stage; the trainer's settings should make a stage last seconds.
 */
public abstract class TrainerContract {
  /** For subclasses. */
  protected TrainerContract() {}

  /** A trainer with the same settings at every call; tests close it. */
  protected abstract Trainer open() throws Exception;

  /** A small stage, the same at every call but for where it goes. */
  protected abstract TrainingStage stage(TrainingRun run);

  @Test
  protected final void leavesItsResultInTheOutputDirectory(@TempDir Path directory)
      throws Exception {
    TrainingReport report = train(directory, TrainingListener.NONE);
    assertTrue(Files.exists(report.result()), () -> report.result() + " does not exist");
    assertTrue(
        report.result().toAbsolutePath().startsWith(directory.toAbsolutePath()),
        () -> report.result() + " must lie in " + directory);
  }

  @Test
  protected final void tellsOfEveryStepInOrder(@TempDir Path directory) throws Exception {
    List<Long> steps = new ArrayList<>();
    TrainingReport report =
        train(
            directory,
            progress -> {
              steps.add(progress.step());
              assertTrue(progress.steps() >= progress.step(), progress::toString);
            });
    assertFalse(steps.isEmpty(), "the listener was told of no step");
    assertEquals(report.steps(), steps.getLast());
    for (int i = 0; i < steps.size(); i++) {
      assertEquals(i + 1, steps.get(i), () -> "steps must come in order, but were " + steps);
    }
  }

  @Test
  protected final void trainsTheSameAgain(@TempDir Path first, @TempDir Path second)
      throws Exception {
    List<Double> losses = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    TrainingReport one = train(first, progress -> losses.add(progress.loss()));
    TrainingReport two = train(second, progress -> again.add(progress.loss()));
    assertEquals(losses, again);
    assertEquals(one.loss(), two.loss());
    assertEquals(one.tokens(), two.tokens());
    assertEquals(one.provenance(), two.provenance());
  }

  @Test
  protected final void goesOnWhereItWasInterrupted(@TempDir Path whole, @TempDir Path parts)
      throws Exception {
    List<TrainingProgress> expected = new ArrayList<>();
    TrainingReport uninterrupted = train(whole, expected::add);
    RuntimeException stop = new RuntimeException("stop");
    long middle = uninterrupted.steps() / 2;
    TrainingListener stopping =
        progress -> {
          if (progress.step() > middle) {
            throw stop;
          }
        };
    RuntimeException thrown = assertThrows(RuntimeException.class, () -> train(parts, stopping));
    assertSame(stop, thrown, "what the listener throws ends the training");
    List<TrainingProgress> rest = new ArrayList<>();
    TrainingReport resumed = train(parts, rest::add);
    assertEquals(uninterrupted.steps(), resumed.steps());
    assertEquals(uninterrupted.loss(), resumed.loss(), "resumed, it came to another result");
    int missed = expected.size() - rest.size();
    assertEquals(expected.subList(missed, expected.size()), rest);
  }

  @Test
  protected final void closesTwice() throws Exception {
    Trainer trainer = open();
    trainer.close();
    assertDoesNotThrow(trainer::close);
  }

  private TrainingReport train(Path directory, TrainingListener listener) throws Exception {
    try (Trainer trainer = open()) {
      return trainer.train(stage(new TrainingRun(Optional.empty(), directory, 1)), listener);
    }
  }
}
