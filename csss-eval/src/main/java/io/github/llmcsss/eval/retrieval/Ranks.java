package io.github.llmcsss.eval.retrieval;

import java.util.Arrays;
import java.util.List;

/** The order of retrieved documents. */
final class Ranks {
  private Ranks() {}

  /**
   * The documents by score, highest first, then by id, greatest first.
   *
   * @param scores of the documents; may be longer
   */
  static List<String> ranked(List<String> documents, float[] scores) {
    int size = documents.size();
    // A long sorts by score alone: the bits of a float, made to sort, and the index behind them.
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = ((long) ~sortable(scores[i]) << 32) | i;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = (int) keys[i];
    }
    breakTies(order, documents, scores);
    String[] ranked = new String[size];
    for (int i = 0; i < size; i++) {
      ranked[i] = documents.get(order[i]);
    }
    return List.of(ranked);
  }

  private static void breakTies(int[] order, List<String> documents, float[] scores) {
    int start = 0;
    while (start < order.length) {
      int end = start + 1;
      while (end < order.length && scores[order[end]] == scores[order[start]]) {
        end++;
      }
      if (end - start > 1) {
        int[] ties =
            Arrays.stream(order, start, end)
                .boxed()
                .sorted((a, b) -> ByteOrder.OF_TEXTS.compare(documents.get(b), documents.get(a)))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(ties, 0, order, start, ties.length);
      }
      start = end;
    }
  }

  /** An int that is in the order of floats; 0 and -0 are the same. */
  private static int sortable(float score) {
    int bits = Float.floatToRawIntBits(score + 0.0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
