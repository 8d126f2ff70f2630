package io.github.llmcsss.model;

import java.nio.ByteBuffer;

/**
 * Decodes one block of stored values. Layouts and the order of the floating-point operations are
 * those of ggml, so that results are equal to its own bit for bit.
 */
final class Blocks {
  private Blocks() {}

  /** Decodes the block of little-endian bytes at {@code at} into {@code out[to ...]}. */
  static void decode(TensorType type, ByteBuffer in, int at, float[] out, int to) {
    switch (type) {
      case F32 -> out[to] = in.getFloat(at);
      case F16 -> out[to] = Float.float16ToFloat(in.getShort(at));
      case BF16 -> out[to] = Float.intBitsToFloat(in.getShort(at) << 16);
      case Q4_0 -> q4(in, at, 2, out, to, half(in, at), false, 0);
      case Q4_1 -> q4(in, at, 4, out, to, half(in, at), true, half(in, at + 2));
      case Q5_0 -> q5(in, at, 2, out, to, half(in, at), false, 0);
      case Q5_1 -> q5(in, at, 4, out, to, half(in, at), true, half(in, at + 2));
      case Q8_0 -> {
        float scale = half(in, at);
        for (int i = 0; i < 32; i++) {
          out[to + i] = in.get(at + 2 + i) * scale;
        }
      }
      case Q4_K -> q4k(in, at, out, to);
      case Q5_K -> q5k(in, at, out, to);
      case Q6_K -> q6k(in, at, out, to);
    }
  }

  private static float half(ByteBuffer in, int at) {
    return Float.float16ToFloat(in.getShort(at));
  }

  private static void q4(
      ByteBuffer in, int at, int header, float[] out, int to, float scale, boolean has, float min) {
    for (int i = 0; i < 16; i++) {
      int packed = in.get(at + header + i);
      int low = packed & 15;
      int high = (packed >>> 4) & 15;
      out[to + i] = has ? low * scale + min : (low - 8) * scale;
      out[to + 16 + i] = has ? high * scale + min : (high - 8) * scale;
    }
  }

  private static void q5(
      ByteBuffer in, int at, int header, float[] out, int to, float scale, boolean has, float min) {
    int fifth = in.getInt(at + header);
    for (int i = 0; i < 16; i++) {
      int packed = in.get(at + header + 4 + i);
      int low = (packed & 15) | (((fifth >>> i) & 1) << 4);
      int high = ((packed >>> 4) & 15) | (((fifth >>> (i + 16)) & 1) << 4);
      out[to + i] = has ? low * scale + min : (low - 16) * scale;
      out[to + 16 + i] = has ? high * scale + min : (high - 16) * scale;
    }
  }

  /** The 6-bit scale (shift 0) or minimum (shift 4) of sub-block j of a K-quant. */
  private static int six(ByteBuffer in, int scales, int j, boolean minimum) {
    if (j < 4) {
      return in.get(scales + j + (minimum ? 4 : 0)) & 63;
    }
    int packed = in.get(scales + j + 4);
    int low = minimum ? (packed >>> 4) & 15 : packed & 15;
    return low | (((in.get(scales + j - (minimum ? 0 : 4)) >>> 6) & 3) << 4);
  }

  private static void q4k(ByteBuffer in, int at, float[] out, int to) {
    float scale = half(in, at);
    float min = half(in, at + 2);
    for (int j = 0; j < 8; j++) {
      float d = scale * six(in, at + 4, j, false);
      float m = min * six(in, at + 4, j, true);
      int quants = at + 16 + 32 * (j / 2);
      int shift = 4 * (j % 2);
      for (int i = 0; i < 32; i++) {
        out[to + 32 * j + i] = d * ((in.get(quants + i) >>> shift) & 15) - m;
      }
    }
  }

  private static void q5k(ByteBuffer in, int at, float[] out, int to) {
    float scale = half(in, at);
    float min = half(in, at + 2);
    for (int j = 0; j < 8; j++) {
      float d = scale * six(in, at + 4, j, false);
      float m = min * six(in, at + 4, j, true);
      int quants = at + 48 + 32 * (j / 2);
      int shift = 4 * (j % 2);
      for (int i = 0; i < 32; i++) {
        int high = (in.get(at + 16 + i) >>> j) & 1;
        out[to + 32 * j + i] = d * (((in.get(quants + i) >>> shift) & 15) | (high << 4)) - m;
      }
    }
  }

  private static void q6k(ByteBuffer in, int at, float[] out, int to) {
    float scale = half(in, at + 208);
    for (int n = 0; n < 2; n++) {
      int low = at + 64 * n;
      int high = at + 128 + 32 * n;
      int scales = at + 192 + 8 * n;
      for (int quarter = 0; quarter < 4; quarter++) {
        for (int i = 0; i < 32; i++) {
          int bits = (in.get(low + 32 * (quarter & 1) + i) >>> (4 * (quarter >>> 1))) & 15;
          bits |= ((in.get(high + i) >>> (2 * quarter)) & 3) << 4;
          float d = scale * in.get(scales + 2 * quarter + i / 16);
          out[to + 128 * n + 32 * quarter + i] = d * (bits - 32);
        }
      }
    }
  }
}
