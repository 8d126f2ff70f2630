package io.github.llmcsss.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keys and values of all rows, in native memory: per layer one buffer of keys and one of
 * values, {@code [rows, key-value heads, length, head dimension]}. It grows in steps. Not
 * thread-safe; the memory is freed with the object.
 */
final class KeyValueCache {
  /** Lengths are multiples of this. */
  static final int LENGTH_STEP = 128;

  private final int heads;
  private final int bytesPerHead;
  private final long memory;
  private final ByteBuffer[] buffers;
  private int rows;
  private int length;

  /**
   * An empty cache.
   *
   * @param buffers two per layer
   * @param heads key-value heads
   * @param bytesPerHead size of one head at one position
   * @param memory in bytes, never exceeded
   */
  KeyValueCache(int buffers, int heads, int bytesPerHead, long memory) {
    this.buffers = new ByteBuffer[buffers];
    this.heads = heads;
    this.bytesPerHead = bytesPerHead;
    this.memory = memory;
    Arrays.fill(this.buffers, ByteBuffer.allocateDirect(0));
  }

  /** How many positions a row can have at most: a Java buffer holds 2 GiB. */
  static int maximumLength(int heads, int bytesPerHead) {
    long positions = Integer.MAX_VALUE / ((long) heads * bytesPerHead);
    return (int) (positions / LENGTH_STEP * LENGTH_STEP);
  }

  int rows() {
    return rows;
  }

  int length() {
    return length;
  }

  int bufferCount() {
    return buffers.length;
  }

  /** Bytes of one position over all layers. */
  long bytesPerPosition() {
    return (long) buffers.length * heads * bytesPerHead;
  }

  /** Whether so many rows of so many positions can be held. */
  boolean fits(int wantedRows, int wantedLength) {
    long rowBytes = (long) heads * stepped(wantedLength) * bytesPerHead;
    return wantedRows * rowBytes <= Integer.MAX_VALUE
        && wantedRows * rowBytes * buffers.length <= memory;
  }

  /** Makes room for so many rows and no more, see {@link #reserve(int, int, int)}. */
  boolean reserve(int wantedRows, int wantedLength) {
    return reserve(wantedRows, wantedLength, wantedRows);
  }

  /**
   * Makes room; rows keep what they hold. Where it must grow it grows by more, so that growing
   * stays rare: by some rows, but never beyond {@code mostRows}, and by some positions.
   *
   * @return whether buffers changed, so that views of them must be made anew
   */
  boolean reserve(int wantedRows, int wantedLength, int mostRows) {
    if (wantedRows <= rows && wantedLength <= length) {
      return false;
    }
    if (!fits(wantedRows, wantedLength)) {
      throw new IllegalStateException(
          wantedRows + " rows of " + wantedLength + " positions exceed " + memory + " bytes");
    }
    int enoughRows = Math.max(rows, wantedRows);
    int enoughLength = Math.max(length, stepped(wantedLength));
    int moreRows =
        wantedRows > rows ? Math.max(enoughRows, Math.min(4 * wantedRows, mostRows)) : rows;
    int moreLength = length > 0 && wantedLength > length ? enoughLength * 5 / 4 : enoughLength;
    if (fits(moreRows, moreLength)) {
      resize(moreRows, stepped(moreLength));
    } else if (fits(moreRows, enoughLength)) {
      resize(moreRows, enoughLength);
    } else if (fits(enoughRows, enoughLength)) {
      resize(enoughRows, enoughLength);
    } else {
      resize(wantedRows, stepped(wantedLength));
    }
    return true;
  }

  /** Lets go of all rows and their memory. */
  void clear() {
    Arrays.fill(buffers, ByteBuffer.allocateDirect(0));
    rows = 0;
    length = 0;
  }

  /** A buffer's bytes from one row on, for {@code count} rows. */
  ByteBuffer view(int buffer, int firstRow, int count) {
    return buffers[buffer]
        .slice(firstRow * rowBytes(), count * rowBytes())
        .order(ByteOrder.nativeOrder());
  }

  /** Copies the first positions of one row over another. */
  void copyRow(int from, int to, int positions) {
    for (ByteBuffer buffer : buffers) {
      for (int head = 0; head < heads; head++) {
        buffer.put(offset(to, head, 0), buffer, offset(from, head, 0), positions * bytesPerHead);
      }
    }
  }

  /** Copies {@code count} positions of a row to the start of {@code target}. */
  void read(int row, int position, int count, ByteBuffer target) {
    int bytes = count * bytesPerHead;
    int at = 0;
    for (ByteBuffer buffer : buffers) {
      for (int head = 0; head < heads; head++) {
        target.put(at, buffer, offset(row, head, position), bytes);
        at += bytes;
      }
    }
  }

  /** Copies what {@link #read} took into a row. */
  void write(int row, int position, int count, ByteBuffer source) {
    int bytes = count * bytesPerHead;
    int at = 0;
    for (ByteBuffer buffer : buffers) {
      for (int head = 0; head < heads; head++) {
        buffer.put(offset(row, head, position), source, at, bytes);
        at += bytes;
      }
    }
  }

  private void resize(int newRows, int newLength) {
    int keptRows = Math.min(rows, newRows);
    int keptBytes = Math.min(length, newLength) * bytesPerHead;
    int newRowBytes = heads * newLength * bytesPerHead;
    for (int i = 0; i < buffers.length; i++) {
      ByteBuffer old = buffers[i];
      ByteBuffer grown = ByteBuffer.allocateDirect(newRows * newRowBytes);
      for (int row = 0; row < keptRows; row++) {
        for (int head = 0; head < heads; head++) {
          int to = row * newRowBytes + head * newLength * bytesPerHead;
          grown.put(to, old, offset(row, head, 0), keptBytes);
        }
      }
      buffers[i] = grown;
    }
    rows = newRows;
    length = newLength;
  }

  private int rowBytes() {
    return heads * length * bytesPerHead;
  }

  private int offset(int row, int head, int position) {
    return row * rowBytes() + (head * length + position) * bytesPerHead;
  }

  private static int stepped(int length) {
    return Math.multiplyExact((length + LENGTH_STEP - 1) / LENGTH_STEP, LENGTH_STEP);
  }
}
