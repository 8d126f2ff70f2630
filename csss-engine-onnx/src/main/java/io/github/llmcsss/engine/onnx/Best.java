package io.github.llmcsss.engine.onnx;

import java.util.Arrays;

/** Finds the largest of many values. */
final class Best {
  /** For values down to e^-32 of the largest, in steps in which terms fall by 3 %. */
  private static final int BUCKETS = 1024;

  private static final int BUCKETS_PER_E = 32;

  private Best() {}

  /**
   * Indices of the {@code count} largest of the first {@code size} values, largest first; of equal
   * values the one with the lower index comes first.
   */
  static int[] of(float[] values, int size, int count) {
    long[] heap = new long[count];
    for (int i = 0; i < count; i++) {
      heap[i] = key(values[i], i);
    }
    if (count < size) {
      for (int i = count / 2 - 1; i >= 0; i--) {
        siftDown(heap, i);
      }
      // Most values are smaller than the smallest kept: compared as floats, without making a key.
      float least = values[index(heap[0])];
      for (int i = count; i < size; i++) {
        if (values[i] > least) {
          heap[0] = key(values[i], i);
          siftDown(heap, 0);
          least = values[index(heap[0])];
        }
      }
    }
    Arrays.sort(heap);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = index(heap[count - 1 - i]);
    }
    return order;
  }

  /**
   * Indices, in no order of size, of the fewest largest values whose terms {@link Exponential} adds
   * up to a mass; of equal values those with the lower index. Nothing but the values around the
   * smallest of them is sorted, so that it takes as long for thousands as for a few.
   *
   * @param mass at most the sum of all terms
   */
  static int[] reaching(float[] values, int size, float largest, float factor, double mass) {
    double[] masses = new double[BUCKETS];
    double[] terms = new double[Exponential.BLOCK];
    for (int from = 0; from < size; from += Exponential.BLOCK) {
      int count = Math.min(Exponential.BLOCK, size - from);
      Exponential.terms(values, from, count, largest, factor, terms);
      for (int i = 0; i < count; i++) {
        masses[bucket(values[from + i], largest, factor)] += terms[i];
      }
    }
    int last = 0;
    double left = mass - masses[0];
    while (left > 0 && last < BUCKETS - 1) {
      left -= masses[++last];
    }
    left += masses[last];
    int[] chosen = new int[size];
    long[] edge = new long[size];
    int count = 0;
    int edges = 0;
    for (int i = 0; i < size; i++) {
      int bucket = bucket(values[i], largest, factor);
      if (bucket < last) {
        chosen[count++] = i;
      } else if (bucket == last) {
        edge[edges++] = key(values[i], i);
      }
    }
    Arrays.sort(edge, 0, edges);
    // Rounding may leave nothing to reach, but the best is always taken.
    while (edges > 0 && (left > 0 || count == 0)) {
      int index = index(edge[--edges]);
      chosen[count++] = index;
      left -= Exponential.term(values[index], largest, factor);
    }
    return Arrays.copyOf(chosen, count);
  }

  /** Values of one term, about; the last one holds all that are next to nothing. */
  private static int bucket(float value, float largest, float factor) {
    return (int) Math.min(factor * (largest - value) * BUCKETS_PER_E, BUCKETS - 1);
  }

  /** Larger for a larger value, and for the lower index of equal values. */
  private static long key(float value, int index) {
    int bits = Float.floatToIntBits(value + 0.0f); // no negative zero
    int ordered = bits ^ ((bits >> 31) & 0x7fffffff);
    return ((long) ordered << 32) | (~index & 0xffffffffL);
  }

  private static int index(long key) {
    return ~(int) key;
  }

  private static void siftDown(long[] heap, int start) {
    int parent = start;
    long moving = heap[parent];
    while (true) {
      int child = 2 * parent + 1;
      if (child >= heap.length) {
        break;
      }
      if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= moving) {
        break;
      }
      heap[parent] = heap[child];
      parent = child;
    }
    heap[parent] = moving;
  }
}
