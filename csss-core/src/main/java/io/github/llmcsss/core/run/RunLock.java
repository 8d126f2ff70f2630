package io.github.llmcsss.core.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run, of this process or another, out of a directory. The operating system lets go
 * of it when the process ends, however it ends; the empty file stays, because deleting it would let
 * two processes lock two files of the same name.
 */
final class RunLock implements Closeable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  static RunLock acquire(Path directory) throws IOException {
    Path file = directory.resolve(RunFiles.LOCK);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw RunFiles.explained("cannot write " + file, e);
    }
    try {
      if (channel.tryLock() != null) {
        return new RunLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(directory, e);
    } catch (IOException e) {
      channel.close();
      throw RunFiles.explained("cannot lock " + file, e);
    }
    channel.close();
    throw inUse(directory, null);
  }

  private static IOException inUse(Path directory, @Nullable Exception cause) {
    return new IOException(
        "another run is writing to the directory "
            + directory
            + "; wait until it ends, or give another directory",
        cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
