package io.github.llmcsss.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes blocks of stored values. Layouts and the order of the floating-point operations are those
 * of ggml, so that results are equal to its own bit for bit.
 */
final class Blocks {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);

  private Blocks() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** Decodes the first {@code blocks} blocks of {@code in} into {@code out[to ...]}. */
  static void decode(TensorType type, byte[] in, int blocks, float[] out, int to) {
    switch (type) {
      case F32 -> littleEndian(in).asFloatBuffer().get(out, to, blocks);
      case F16 -> {
        // From an array of short, the compiler makes this a vector instruction.
        short[] bits = shorts(in, blocks);
        for (int i = 0; i < blocks; i++) {
          out[to + i] = Float.float16ToFloat(bits[i]);
        }
      }
      case BF16 -> {
        short[] bits = shorts(in, blocks);
        for (int i = 0; i < blocks; i++) {
          out[to + i] = Float.intBitsToFloat(bits[i] << 16);
        }
      }
      default -> {
        for (int i = 0; i < blocks; i++) {
          quantised(type, in, i * type.blockBytes, out, to + i * type.blockSize);
        }
      }
    }
  }

  private static ByteBuffer littleEndian(byte[] in) {
    return ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static short[] shorts(byte[] in, int count) {
    short[] values = new short[count];
    littleEndian(in).asShortBuffer().get(values);
    return values;
  }

  private static void quantised(TensorType type, byte[] in, int at, float[] out, int to) {
    switch (type) {
      case Q4_0 -> q4(in, at, 2, out, to, half(in, at), false, 0);
      case Q4_1 -> q4(in, at, 4, out, to, half(in, at), true, half(in, at + 2));
      case Q5_0 -> q5(in, at, 2, out, to, half(in, at), false, 0);
      case Q5_1 -> q5(in, at, 4, out, to, half(in, at), true, half(in, at + 2));
      case Q8_0 -> q8(in, at, out, to);
      case Q4_K -> q4k(in, at, out, to);
      case Q5_K -> q5k(in, at, out, to);
      case Q6_K -> q6k(in, at, out, to);
      case F32, F16, BF16 -> throw new IllegalArgumentException(type + " has no blocks");
    }
  }

  private static float half(byte[] in, int at) {
    return Float.float16ToFloat((short) SHORT.get(in, at));
  }

  private static void q4(
      byte[] in, int at, int header, float[] out, int to, float scale, boolean has, float min) {
    for (int i = 0; i < 16; i++) {
      int packed = in[at + header + i];
      int low = packed & 15;
      int high = (packed >>> 4) & 15;
      out[to + i] = has ? low * scale + min : (low - 8) * scale;
      out[to + 16 + i] = has ? high * scale + min : (high - 8) * scale;
    }
  }

  private static void q5(
      byte[] in, int at, int header, float[] out, int to, float scale, boolean has, float min) {
    int fifth = (int) INT.get(in, at + header);
    for (int i = 0; i < 16; i++) {
      int packed = in[at + header + 4 + i];
      int low = (packed & 15) | (((fifth >>> i) & 1) << 4);
      int high = ((packed >>> 4) & 15) | (((fifth >>> (i + 16)) & 1) << 4);
      out[to + i] = has ? low * scale + min : (low - 16) * scale;
      out[to + 16 + i] = has ? high * scale + min : (high - 16) * scale;
    }
  }

  private static void q8(byte[] in, int at, float[] out, int to) {
    float scale = half(in, at);
    for (int i = 0; i < 32; i++) {
      out[to + i] = in[at + 2 + i] * scale;
    }
  }

  /** The 6-bit scale or minimum of sub-block j of a K-quant. */
  private static int six(byte[] in, int scales, int j, boolean minimum) {
    if (j < 4) {
      return in[scales + j + (minimum ? 4 : 0)] & 63;
    }
    int packed = in[scales + j + 4];
    int low = minimum ? (packed >>> 4) & 15 : packed & 15;
    return low | (((in[scales + j - (minimum ? 0 : 4)] >>> 6) & 3) << 4);
  }

  private static void q4k(byte[] in, int at, float[] out, int to) {
    float scale = half(in, at);
    float min = half(in, at + 2);
    for (int j = 0; j < 8; j++) {
      float d = scale * six(in, at + 4, j, false);
      float m = min * six(in, at + 4, j, true);
      int quants = at + 16 + 32 * (j / 2);
      int shift = 4 * (j % 2);
      for (int i = 0; i < 32; i++) {
        out[to + 32 * j + i] = d * ((in[quants + i] >>> shift) & 15) - m;
      }
    }
  }

  private static void q5k(byte[] in, int at, float[] out, int to) {
    float scale = half(in, at);
    float min = half(in, at + 2);
    for (int j = 0; j < 8; j++) {
      float d = scale * six(in, at + 4, j, false);
      float m = min * six(in, at + 4, j, true);
      int quants = at + 48 + 32 * (j / 2);
      int shift = 4 * (j % 2);
      for (int i = 0; i < 32; i++) {
        int high = (in[at + 16 + i] >>> j) & 1;
        out[to + 32 * j + i] = d * (((in[quants + i] >>> shift) & 15) | (high << 4)) - m;
      }
    }
  }

  private static void q6k(byte[] in, int at, float[] out, int to) {
    float scale = half(in, at + 208);
    for (int n = 0; n < 2; n++) {
      int low = at + 64 * n;
      int high = at + 128 + 32 * n;
      int scales = at + 192 + 8 * n;
      for (int quarter = 0; quarter < 4; quarter++) {
        for (int i = 0; i < 32; i++) {
          int bits = (in[low + 32 * (quarter & 1) + i] >>> (4 * (quarter >>> 1))) & 15;
          bits |= ((in[high + i] >>> (2 * quarter)) & 3) << 4;
          float d = scale * in[scales + 2 * quarter + i / 16];
          out[to + 128 * n + 32 * quarter + i] = d * (bits - 32);
        }
      }
    }
  }
}
