package io.github.llmcsss.model;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A query or key projection with its rows back in the Hugging Face order. Files of the architecture
 * "llama" interleave the two halves of each head, for a rotary embedding that turns neighbouring
 * pairs.
 */
final class UnpermutedTensor implements Tensor {
  private final Tensor stored;
  private final int half;
  private final long rowLength;

  /**
   * Checks that the rows divide into heads.
   *
   * @param file for messages
   */
  UnpermutedTensor(Path file, Tensor stored, int heads) {
    long[] shape = stored.shape();
    if (shape.length == 0 || shape[0] % (2L * heads) != 0) {
      throw new ModelFormatException(
          file, "tensor \"" + stored.name() + "\" does not divide into " + heads + " heads");
    }
    this.stored = stored;
    this.half = Math.toIntExact(shape[0] / heads / 2);
    this.rowLength = stored.size() / shape[0];
  }

  @Override
  public String name() {
    return stored.name();
  }

  @Override
  public long[] shape() {
    return stored.shape();
  }

  @Override
  public long size() {
    return stored.size();
  }

  @Override
  public void read(long offset, float[] target, int start, int count) {
    Objects.checkFromIndexSize(offset, (long) count, size());
    Objects.checkFromIndexSize(start, count, target.length);
    long position = offset;
    while (position < offset + count) {
      long row = position / rowLength;
      long column = position % rowLength;
      int length = (int) Math.min(rowLength - column, offset + count - position);
      stored.read(
          storedRow(row) * rowLength + column, target, start + (int) (position - offset), length);
      position += length;
    }
  }

  private long storedRow(long row) {
    long head = row / (2L * half);
    long within = row % (2L * half);
    return head * 2 * half + (within % half) * 2 + within / half;
  }
}
