package io.github.llmcsss.core.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file on a disk that fails as told; a write that fails leaves a part of its bytes. */
final class FaultyChannel extends FileChannel {
  private final FileChannel disk;
  private final Path file;
  private final Faults faults;

  FaultyChannel(FileChannel disk, Path file, Faults faults) {
    this.disk = disk;
    this.file = file;
    this.faults = faults;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int taken = faults.taken(source.remaining());
    ByteBuffer part = source.slice(source.position(), taken);
    try {
      faults.before("write " + file.getFileName());
    } catch (IOException e) {
      part.limit(taken / 2);
      disk.write(part);
      throw e;
    }
    int written = disk.write(part);
    source.position(source.position() + written);
    return written;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    faults.before("force " + file.getFileName());
    // Waiting for the real disk would prove nothing more, and take minutes.
    faults.forced(file, disk.size());
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    faults.before("truncate " + file.getFileName());
    disk.truncate(size);
    return this;
  }

  @Override
  public long position() throws IOException {
    return disk.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    disk.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return disk.size();
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return disk.tryLock(position, size, shared);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return disk.lock(position, size, shared);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return disk.read(target);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return disk.read(targets, offset, length);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return disk.read(target, position);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer source, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    disk.close();
  }
}
