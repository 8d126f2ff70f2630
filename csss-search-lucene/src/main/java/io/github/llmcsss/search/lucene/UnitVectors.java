package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.CsssException;

/** Vectors as an embedder must give them. */
final class UnitVectors {
  private static final double TOLERANCE = 1e-3;

  private UnitVectors() {}

  static void check(float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new CsssException(
          "an embedder's vectors must be "
              + dimension
              + " long, as it says, but one was "
              + vector.length);
    }
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    if (!(Math.abs(length - 1) <= TOLERANCE)) {
      throw new CsssException(
          "an embedder's vectors must be of Euclidean length 1, but one was of " + length);
    }
  }
}
