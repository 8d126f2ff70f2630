package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TurnPolicyTest {
  @Test
  void drawsEveryLengthBetweenMinimumAndMaximum() {
    SplittableRandom random = new SplittableRandom(1);
    TreeSet<Integer> drawn = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      drawn.add(TurnPolicy.between(2, 6).draw(random));
    }
    assertEquals("[2, 3, 4, 5, 6]", drawn.toString());
    assertEquals(4, TurnPolicy.exactly(4).draw(random));
  }

  @Property(tries = 30)
  void theMeanIsMet(@ForAll @DoubleRange(min = 1, max = 12) double mean, @ForAll long seed) {
    TurnPolicy policy = TurnPolicy.mean(mean);
    SplittableRandom random = new SplittableRandom(seed);
    double sum = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      int length = policy.draw(random);
      assertTrue(length >= policy.minimum() && length <= policy.maximum());
      sum += length;
    }
    assertEquals(mean, sum / draws, 0.15);
  }

  @Test
  void refusesWhatCannotBe() {
    assertEquals(
        "maximum turns must be at least the minimum turns, 5, but was 3",
        message(() -> TurnPolicy.between(5, 3)));
    assertEquals(
        "minimum turns must be 1 or more, but was 0", message(() -> TurnPolicy.exactly(0)));
    assertEquals(
        "mean must be in [1, 10000], but was NaN", message(() -> TurnPolicy.mean(Double.NaN)));
    assertEquals(
        "mean must be in [2, 4], but was 5.0", message(() -> new TurnPolicy.Binomial(2, 4, 5)));
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
