package io.github.llmcsss.engine.onnx;

import java.util.Arrays;

/** Finds the largest of many values. */
final class Best {
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
