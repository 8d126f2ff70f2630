package io.github.llmcsss.model;

import java.nio.ByteBuffer;
import java.util.Objects;

/** A tensor whose values lie in a mapped file, row-major and contiguous. */
record StoredTensor(String name, long[] shape, long size, TensorType type, MappedFile file, long at)
    implements Tensor {

  /**
   * Checks that the values lie inside the file.
   *
   * @param at offset of the first byte in the file
   */
  static StoredTensor of(MappedFile file, String name, long[] shape, TensorType type, long at) {
    long size = 1;
    for (long dimension : shape) {
      if (dimension < 1 || size > (1L << 40) / dimension) {
        throw new ModelFormatException(
            file.path(), "tensor \"" + name + "\" has an impossible dimension " + dimension);
      }
      size *= dimension;
    }
    long row = shape.length == 0 ? 1 : shape[shape.length - 1];
    if (row % type.blockSize != 0) {
      throw new ModelFormatException(
          file.path(),
          "tensor \""
              + name
              + "\": rows of "
              + type
              + " must be a multiple of "
              + type.blockSize
              + ", but were "
              + row);
    }
    long bytes = size / type.blockSize * type.blockBytes;
    if (at < 0 || bytes > file.size() - at) {
      throw new ModelFormatException(
          file.path(),
          "tensor \""
              + name
              + "\" needs "
              + bytes
              + " bytes at "
              + at
              + ", but the file has "
              + file.size()
              + "; it is cut off or broken, fetch it again");
    }
    return new StoredTensor(name, shape.clone(), size, type, file, at);
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  long bytes() {
    return size / type.blockSize * type.blockBytes;
  }

  @Override
  public void read(long offset, float[] target, int start, int count) {
    Objects.checkFromIndexSize(offset, (long) count, size);
    Objects.checkFromIndexSize(start, count, target.length);
    int blockSize = type.blockSize;
    int blocksASlice = MappedFile.largestSlice() / type.blockBytes;
    float[] block = new float[blockSize];
    long position = offset;
    long end = offset + count;
    while (position < end) {
      long first = position / blockSize;
      long last = (end - 1) / blockSize;
      int blocks = (int) Math.min(blocksASlice, last - first + 1);
      ByteBuffer in =
          file.slice(at + first * type.blockBytes, blocks * type.blockBytes, "tensor " + name);
      for (int i = 0; i < blocks; i++) {
        long blockStart = (first + i) * blockSize;
        int from = (int) (position - blockStart);
        int to = (int) Math.min(blockSize, end - blockStart);
        int targetAt = start + (int) (position - offset);
        if (from == 0 && to == blockSize) {
          Blocks.decode(type, in, i * type.blockBytes, target, targetAt);
        } else {
          Blocks.decode(type, in, i * type.blockBytes, block, 0);
          System.arraycopy(block, from, target, targetAt, to - from);
        }
        position = blockStart + to;
      }
    }
  }
}
