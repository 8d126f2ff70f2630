package io.github.llmcsss.eval.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * The cases are those of {@code src/test/python/statistics_cases.py 1 50}, with scipy 1.17.1,
 * statsmodels 0.15.0 and krippendorff 0.9.0.
 */
class StatisticsTest {
  private static final double TOLERANCE = 1e-9;
  private static final int ALL = 1 << 20;

  @Test
  void everythingIsThatOfTheReferences() throws IOException {
    int cases = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("statistics_cases.jsonl")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        check(new ObjectMapper().readTree(line));
        cases++;
      }
    }
    assertEquals(200, cases);
  }

  private static void check(JsonNode one) {
    double[] a = doubles(one.path("a"));
    double[] b = doubles(one.path("b"));
    switch (one.path("kind").asText()) {
      case "paired" -> {
        assertValue(one, "randomisation", PairedTests.randomisation(a, b, ALL, 0));
        if (!one.path("t").isNull()) {
          assertValue(one, "t", PairedTests.t(a, b));
        }
        assertValue(one, "spearman", Correlation.spearman(a, b));
        assertValue(one, "kendall", Correlation.kendall(a, b));
      }
      case "several" -> {
        double[] p = doubles(one.path("p"));
        assertArrayEquals(doubles(one.path("holm")), MultipleTests.holm(p), TOLERANCE);
        assertArrayEquals(doubles(one.path("bh")), MultipleTests.benjaminiHochberg(p), TOLERANCE);
      }
      case "ratings" -> {
        double[][] ratings = new double[one.path("ratings").size()][];
        for (int i = 0; i < ratings.length; i++) {
          ratings[i] = doubles(one.path("ratings").path(i));
        }
        assertValue(one, "nominal", Agreement.krippendorff(ratings, Agreement.Level.NOMINAL));
        assertValue(one, "ordinal", Agreement.krippendorff(ratings, Agreement.Level.ORDINAL));
        assertValue(one, "interval", Agreement.krippendorff(ratings, Agreement.Level.INTERVAL));
      }
      default -> {
        int[][] counts = new int[one.path("counts").size()][];
        for (int i = 0; i < counts.length; i++) {
          counts[i] = ints(one.path("counts").path(i));
        }
        assertValue(one, "cohen", Agreement.cohen(ints(one.path("a")), ints(one.path("b"))));
        assertValue(one, "fleiss", Agreement.fleiss(counts));
      }
    }
  }

  private static void assertValue(JsonNode one, String name, double value) {
    assertEquals(one.path(name).asDouble(Double.NaN), value, TOLERANCE, () -> name + " of " + one);
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.path(i).asDouble(Double.NaN);
    }
    return values;
  }

  private static int[] ints(JsonNode array) {
    return Arrays.stream(doubles(array)).mapToInt(value -> (int) value).toArray();
  }

  @Test
  void drawsComeCloseToAllWaysAndRepeat() {
    double[] a = {0.3, 0.5, 0.1, 0.9, 0.4, 0.8, 0.6, 0.7, 0.2, 0.45, 0.31, 0.77};
    double[] b = {0.2, 0.45, 0.3, 0.7, 0.1, 0.81, 0.3, 0.5, 0.1, 0.5, 0.2, 0.6};
    double exact = PairedTests.randomisation(a, b, 1 << 12, 1);
    double drawn = PairedTests.randomisation(a, b, (1 << 12) - 1, 1);
    assertEquals(exact, drawn, 0.01);
    assertEquals(drawn, PairedTests.randomisation(a, b, (1 << 12) - 1, 1));
    double[] many = new SplittableRandom(1).doubles(100).toArray();
    double[] better = Arrays.stream(many).map(value -> value + 0.01).toArray();
    assertEquals(1.0 / 10_001, PairedTests.randomisation(better, many, 10_000, 7), 1e-12);
    assertEquals(1, PairedTests.randomisation(many, many, 1000, 7));
  }

  @Test
  void theIntervalOfAMeanIsThatOfTheNormalDistribution() {
    double[] values = new SplittableRandom(3).doubles(400).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double error = Samples.deviation(values) / Math.sqrt(400);
    Bootstrap.Interval interval = Bootstrap.mean(values, 0.95, 10_000, 5);
    assertEquals(mean - 1.96 * error, interval.low(), 0.1 * error);
    assertEquals(mean + 1.96 * error, interval.high(), 0.1 * error);
    assertEquals(interval, Bootstrap.mean(values, 0.95, 10_000, 5));
    Bootstrap.Interval constant = Bootstrap.mean(new double[] {2, 2}, 0.9, 10, 1);
    assertEquals(new Bootstrap.Interval(2, 2), constant);
  }

  @Test
  void sizesOfEffects() {
    double[] a = {2, 4, 6};
    double[] b = {1, 2, 3};
    assertEquals(2, EffectSizes.cohenD(a, b), TOLERANCE);
    assertEquals(6.0 / 9, EffectSizes.cliffsDelta(a, b), TOLERANCE);
    assertEquals(0, EffectSizes.cliffsDelta(a, a));
    assertEquals(Double.NaN, EffectSizes.cohenD(a, a));
  }

  @Test
  void whatIsAllTheSameHasNoCoefficient() {
    double[] same = {1, 1, 1};
    assertEquals(Double.NaN, Correlation.spearman(same, new double[] {1, 2, 3}));
    assertEquals(Double.NaN, Correlation.kendall(same, new double[] {1, 2, 3}));
    assertEquals(
        Double.NaN, Agreement.krippendorff(new double[][] {same, same}, Agreement.Level.NOMINAL));
    assertEquals(Double.NaN, Agreement.krippendorff(new double[0][], Agreement.Level.INTERVAL));
    assertEquals(Double.NaN, Agreement.cohen(new int[] {1, 1}, new int[] {1, 1}));
    assertEquals(Double.NaN, Agreement.fleiss(new int[][] {{3, 0}, {3, 0}}));
    assertEquals(1, PairedTests.t(same, same));
    assertEquals(0, PairedTests.t(new double[] {2, 3}, new double[] {1, 2}));
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    assertEquals(
        "there must be pairs, but there are 1 and 2 values",
        assertThrows(
                IllegalArgumentException.class,
                () -> PairedTests.t(new double[] {1}, new double[] {1, 2}))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> PairedTests.randomisation(new double[] {Double.NaN}, new double[] {1}, 9, 1));
    assertThrows(IllegalArgumentException.class, () -> MultipleTests.holm(new double[] {0.5, 1.5}));
    assertThrows(IllegalArgumentException.class, () -> Bootstrap.mean(new double[] {1}, 1, 10, 1));
    assertThrows(
        IllegalArgumentException.class, () -> Agreement.fleiss(new int[][] {{1, 1}, {1, 2}}));
    assertThrows(
        IllegalArgumentException.class,
        () -> Agreement.krippendorff(new double[][] {{1, 2}, {1}}, Agreement.Level.NOMINAL));
  }

  @Property(tries = 200)
  void theOrderOfThePairsDoesNotCount(
      @ForAll @Size(min = 2, max = 9) List<@DoubleRange(min = -5, max = 5) Double> values) {
    double[] a = values.stream().mapToDouble(Double::doubleValue).toArray();
    double[] b = new SplittableRandom(a.length).doubles(a.length).toArray();
    double p = PairedTests.randomisation(a, b, ALL, 0);
    assertTrue(p > 0 && p <= 1);
    assertEquals(p, PairedTests.randomisation(reversed(a), reversed(b), ALL, 0), TOLERANCE);
    assertEquals(p, PairedTests.randomisation(b, a, ALL, 0), TOLERANCE);
  }

  private static double[] reversed(double[] values) {
    double[] reversed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }
}
