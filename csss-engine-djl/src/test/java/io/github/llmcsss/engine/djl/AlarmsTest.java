package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private static final Alarms ALARMS = new Alarms(3, 0.5, 0.3, 0.6, 0.5, 0.9);

  private static RolloutMetrics step(
      double reward, double length, double copied, double distinct, double moved, double idle) {
    return new RolloutMetrics(
        1, 0, 0, 0, 0, 1, 1, 0, 0, reward, length, copied, distinct, moved, idle, 0);
  }

  /** So many healthy steps, then as many of the other kind. */
  private static Optional<String> ring(int healthy, RolloutMetrics then) {
    List<RolloutMetrics> steps = new ArrayList<>();
    for (int i = 0; i < healthy; i++) {
      steps.add(step(0.4, 30, 0.2, 0.8, 0.05, 0.1));
    }
    for (int i = 0; i < healthy; i++) {
      steps.add(then);
    }
    return ALARMS.ring(steps);
  }

  private static void rings(String sentence, RolloutMetrics then) {
    String alarm = ring(3, then).orElse("nothing");
    assertTrue(alarm.contains(sentence), alarm);
    assertEquals(Optional.empty(), ring(2, then), "too early to tell");
  }

  @Test
  void ringsForEveryPlantedFailure() {
    rings("shrank", step(0.6, 10, 0.2, 0.8, 0.05, 0.1));
    rings("prompts", step(0.6, 30, 0.7, 0.8, 0.05, 0.1));
    rings("distinct", step(0.6, 30, 0.2, 0.3, 0.05, 0.1));
    rings("moved", step(0.6, 30, 0.2, 0.8, 0.9, 0.1));
    rings("same reward", step(0.4, 30, 0.2, 0.8, 0.05, 0.95));
  }

  @Test
  void keepsQuietWhereNothingIsWrong() {
    assertEquals(Optional.empty(), ring(9, step(0.7, 25, 0.3, 0.7, 0.2, 0.3)));
    // Shorter answers alone are no failure.
    assertEquals(Optional.empty(), ring(9, step(0.4, 10, 0.2, 0.8, 0.05, 0.1)));
  }

  @Test
  void checksItsThresholds() {
    assertThrows(IllegalArgumentException.class, () -> new Alarms(0, 0.5, 0.3, 0.6, 0.5, 0.9));
    assertThrows(IllegalArgumentException.class, () -> new Alarms(1, 1.5, 0.3, 0.6, 0.5, 0.9));
    assertThrows(
        IllegalArgumentException.class, () -> new Alarms(1, 0.5, 0.3, 0.6, Double.NaN, 0.9));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Reinforcement(-1, 0, true, 0.02, 2, Alarms.off()));
    assertThrows(
        IllegalArgumentException.class, () -> new Reinforcement(0, 0, true, 0, 2, Alarms.off()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Reinforcement(0, 0, true, 0.02, 0.5, Alarms.off()));
  }
}
