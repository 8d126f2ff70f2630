package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExponentialTest {
  @Test
  void isExact() {
    for (float x = 0; x > -90; x -= 0.00137f) {
      double expected = x < -80 ? 0 : Math.exp(x);
      assertEquals(expected, Exponential.term(x, 0, 1), 5e-9 * expected, "e^" + x);
    }
    assertEquals(1, Exponential.term(3, 3, 0.1f));
    assertEquals(1, Exponential.term(3, 3, 1e30f));
    assertEquals(0, Exponential.term(2.9f, 3, 1e30f));
    assertEquals(0, Exponential.term(Float.NEGATIVE_INFINITY, 0, 1));
    assertTrue(Double.isNaN(Exponential.term(Float.NaN, 0, 1)));
  }

  @Test
  void sumsAllOfThem() {
    Random random = new Random(1);
    for (int size : new int[] {1, 7, 8, 9, 511, 512, 513, 1000, 49_152}) {
      float[] values = new float[size + 3];
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        values[i] = (float) (5 * random.nextGaussian());
        largest = Math.max(largest, values[i]);
      }
      for (float factor : new float[] {1, 0.1f, 3.3f}) {
        double expected = 0;
        for (int i = 0; i < size; i++) {
          expected += Math.exp(factor * ((double) values[i] - largest));
        }
        double actual = Exponential.sum(values, size, largest, factor);
        assertEquals(expected, actual, 1e-9 * expected);
      }
    }
  }

  /** Banned tokens are minus infinity; a damaged model computes what is not a number. */
  @Test
  void takesWhatIsNotFinite() {
    float[] values = {0, Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY};
    assertEquals(2, Exponential.sum(values, 4, 0, 1), 1e-9);
    values[1] = Float.NaN;
    assertTrue(Double.isNaN(Exponential.sum(values, 4, 0, 1)));
    assertTrue(Double.isNaN(Exponential.sum(values, 4, Float.POSITIVE_INFINITY, 1)));
  }
}
