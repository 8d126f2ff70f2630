package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExponentialTest {
  @Test
  void isAsExactAsFloatsAre() {
    for (float x = 0; x > -130; x -= 0.00137f) {
      double expected = Math.pow(2, x);
      double actual = Exponential.powerOfTwo(x);
      if (x < -126) {
        assertEquals(0, actual, 1e-37);
      } else {
        assertEquals(expected, actual, 3e-7 * expected, "2^" + x);
      }
    }
    assertEquals(1, Exponential.powerOfTwo(0));
    assertEquals(0, Exponential.powerOfTwo(Float.NEGATIVE_INFINITY));
    assertTrue(Float.isNaN(Exponential.powerOfTwo(Float.NaN)));
  }

  @Test
  void sumsAllOfThem() {
    Random random = new Random(1);
    for (int size : new int[] {1, 7, 8, 9, 1000, 49_152}) {
      float[] values = new float[size];
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        values[i] = (float) (5 * random.nextGaussian());
        largest = Math.max(largest, values[i]);
      }
      for (float factor : new float[] {1, 0.1f, 3.3f}) {
        double expected = 0;
        for (float value : values) {
          expected += Math.exp(factor * ((double) value - largest));
        }
        double actual = Exponential.sum(values, size, largest, factor);
        assertEquals(expected, actual, 2e-6 * expected);
      }
    }
  }
}
