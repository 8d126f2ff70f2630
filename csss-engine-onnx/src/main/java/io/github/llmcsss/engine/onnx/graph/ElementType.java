package io.github.llmcsss.engine.onnx.graph;

import java.nio.ByteBuffer;

/** Element types of tensors, with their number in the ONNX format. */
public enum ElementType {
  /** 32-bit floating point. */
  FLOAT(1, 4),
  /** Unsigned bytes. */
  UINT8(2, 1),
  /** Signed bytes. */
  INT8(3, 1),
  /** 32-bit integers. */
  INT32(6, 4),
  /** 64-bit integers. */
  INT64(7, 8),
  /** IEEE half precision. */
  FLOAT16(10, 2),
  /** The upper half of a 32-bit floating point number. */
  BFLOAT16(16, 2);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /**
   * Appends the nearest number of this type.
   *
   * @throws IllegalStateException if this is no type of floating point numbers
   */
  public void put(ByteBuffer target, float value) {
    switch (this) {
      case FLOAT -> target.putFloat(value);
      case FLOAT16 -> target.putShort(Float.floatToFloat16(value));
      case BFLOAT16 -> target.putShort(Quantizer.toBfloat16(value));
      default -> throw new IllegalStateException("no weights of " + this);
    }
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }
}
