package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class BestTest {
  /** Few different values, so that many are equal, and some that are banned. */
  private static float[] values(long seed, int size, double spread) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (Math.rint(spread * random.nextGaussian() * 4) / 4 + 0.0); // no -0.0
      if (random.nextInt(20) == 0) {
        values[i] = Float.NEGATIVE_INFINITY;
      }
    }
    values[random.nextInt(size)] = 0.5f;
    return values;
  }

  private static List<Integer> sorted(float[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]).thenComparing(i -> i))
        .toList();
  }

  @Property(tries = 300)
  void findsTheBestInOrder(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3000) int size,
      @ForAll @DoubleRange(min = 0.1, max = 20) double spread) {
    float[] values = values(seed, size, spread);
    int count = 1 + new Random(seed).nextInt(size);
    int[] expected = sorted(values).stream().limit(count).mapToInt(i -> i).toArray();
    assertArrayEquals(expected, Best.of(values, size, count));
  }

  @Property(tries = 300)
  void takesTheFewestThatReachAMass(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3000) int size,
      @ForAll @DoubleRange(min = 0.1, max = 20) double spread,
      @ForAll @DoubleRange(min = 0.01, max = 5) double factor,
      @ForAll @DoubleRange(min = 0, max = 0.99) double share) {
    float[] values = values(seed, size, spread);
    List<Integer> order = sorted(values);
    float largest = values[order.getFirst()];
    double mass = share * Exponential.sum(values, size, largest, (float) factor);
    double sum = 0;
    int count = 0;
    while (count == 0 || sum < mass - 1e-12) {
      sum += Exponential.term(values[order.get(count++)], largest, (float) factor);
    }
    int[] actual = Best.reaching(values, size, largest, (float) factor, mass);
    Arrays.sort(actual);
    int[] expected = order.stream().limit(count).mapToInt(i -> i).sorted().toArray();
    if (Math.abs(sum - mass) < 1e-9 * sum) {
      return; // rounding decides whether one more is needed
    }
    assertEquals(Arrays.toString(expected), Arrays.toString(actual));
  }
}
