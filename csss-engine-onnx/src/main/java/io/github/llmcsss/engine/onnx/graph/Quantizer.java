package io.github.llmcsss.engine.onnx.graph;

/** Rounds weights to bytes. */
final class Quantizer {
  /** The largest magnitude of a symmetric signed byte. */
  static final int LARGEST = 127;

  private Quantizer() {}

  /**
   * Rounds a row to signed bytes with one scale.
   *
   * @return the scale: byte times scale is the number
   */
  static float toBytes(float[] row, byte[] target, int at, int step) {
    float largest = 0;
    for (float value : row) {
      largest = Math.max(largest, Math.abs(value));
    }
    float scale = largest / LARGEST;
    // A row of zeros has no scale of its own; any will do.
    float inverse = scale > 0 ? 1 / scale : 0;
    for (int i = 0; i < row.length; i++) {
      int rounded = Math.round(row[i] * inverse);
      target[at + i * step] = (byte) Math.clamp(rounded, -LARGEST, LARGEST);
    }
    return scale;
  }

  /** The nearest brain floating point number, ties to even, as its 16 bits. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
