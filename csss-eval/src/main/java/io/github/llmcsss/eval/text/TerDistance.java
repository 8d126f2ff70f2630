package io.github.llmcsss.eval.text;

import java.util.Arrays;
import java.util.List;

/**
 * The fewest edits without shifts, within a band around the diagonal, and which words they touch.
 */
final class TerDistance {
  private static final int BAND = 25;
  private static final int FAR = 1 << 28;
  private static final byte SAME = 0;
  private static final byte OTHER = 1;
  private static final byte MISSING = 2;
  private static final byte EXTRA = 3;

  private final int[][] costs;
  private final byte[][] steps;
  private final int[] aligned;
  private final boolean[] wrong;
  private final boolean[] referenceWrong;

  TerDistance(List<String> words, List<String> reference) {
    int rows = words.size();
    int columns = reference.size();
    costs = new int[rows + 1][columns + 1];
    steps = new byte[rows + 1][columns + 1];
    aligned = new int[columns];
    wrong = new boolean[rows];
    referenceWrong = new boolean[columns];
    for (int j = 0; j <= columns; j++) {
      costs[0][j] = j;
      steps[0][j] = MISSING;
    }
    double ratio = rows == 0 ? 1 : (double) columns / rows;
    int band = BAND < ratio / 2 ? (int) Math.ceil(ratio / 2 + BAND) : BAND;
    for (int i = 1; i <= rows; i++) {
      Arrays.fill(costs[i], FAR);
      int diagonal = (int) Math.floor(i * ratio);
      int last = i == rows ? columns : Math.min(columns, diagonal + band - 1);
      for (int j = Math.max(0, diagonal - band); j <= last; j++) {
        fill(i, j, j > 0 && words.get(i - 1).equals(reference.get(j - 1)));
      }
    }
    trace(rows, columns);
  }

  private void fill(int i, int j, boolean same) {
    if (j == 0) {
      costs[i][0] = costs[i - 1][0] + 1;
      steps[i][0] = EXTRA;
      return;
    }
    costs[i][j] = costs[i - 1][j - 1] + (same ? 0 : 1);
    steps[i][j] = same ? SAME : OTHER;
    if (costs[i - 1][j] + 1 < costs[i][j]) {
      costs[i][j] = costs[i - 1][j] + 1;
      steps[i][j] = EXTRA;
    }
    if (costs[i][j - 1] + 1 < costs[i][j]) {
      costs[i][j] = costs[i][j - 1] + 1;
      steps[i][j] = MISSING;
    }
  }

  private void trace(int rows, int columns) {
    int i = rows;
    int j = columns;
    while (i > 0 || j > 0) {
      byte step = steps[i][j];
      i -= step == MISSING ? 0 : 1;
      j -= step == EXTRA ? 0 : 1;
      if (step != EXTRA) {
        // What is missing stands behind the last word before it.
        aligned[j] = step == MISSING ? i - 1 : i;
        referenceWrong[j] = step != SAME;
      }
      if (step != MISSING) {
        wrong[i] = step != SAME;
      }
    }
  }

  int edits() {
    return costs[costs.length - 1][costs[0].length - 1];
  }

  /** The index of the word that stands for one of the reference; -1 before the first. */
  int aligned(int referenceIndex) {
    return aligned[referenceIndex];
  }

  boolean isWrong(int start, int length) {
    return any(wrong, start, length);
  }

  boolean isReferenceWrong(int start, int length) {
    return any(referenceWrong, start, length);
  }

  private static boolean any(boolean[] flags, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (flags[i]) {
        return true;
      }
    }
    return false;
  }
}
