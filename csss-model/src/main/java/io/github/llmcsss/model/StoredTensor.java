package io.github.llmcsss.model;

import java.util.Objects;

/** A tensor whose values lie in a mapped file, row-major and contiguous. */
record StoredTensor(String name, long[] shape, long size, TensorType type, MappedFile file, long at)
    implements Tensor {
  /** Bytes decoded at a time: few enough to stay in the processor's cache. */
  private static final int PART = 1 << 16;

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
    int blocksAPart = PART / type.blockBytes;
    long needed = ((long) count + blockSize - 1) / blockSize * type.blockBytes;
    byte[] in = new byte[(int) Math.min(needed, PART)];
    long position = offset;
    long end = offset + count;
    while (position < end) {
      long block = position / blockSize;
      int from = (int) (position % blockSize);
      int to = start + (int) (position - offset);
      if (from == 0 && end - position >= blockSize) {
        int blocks = (int) Math.min(blocksAPart, (end - position) / blockSize);
        readBlocks(block, blocks, in, target, to);
        position += (long) blocks * blockSize;
      } else {
        float[] whole = new float[blockSize];
        int length = (int) Math.min(blockSize - from, end - position);
        readBlocks(block, 1, in, whole, 0);
        System.arraycopy(whole, from, target, to, length);
        position += length;
      }
    }
  }

  private void readBlocks(long first, int blocks, byte[] in, float[] out, int to) {
    file.read(at + first * type.blockBytes, in, blocks * type.blockBytes, name);
    Blocks.decode(type, in, blocks, out, to);
  }
}
