package io.github.llmcsss.model;

import com.google.common.util.concurrent.Striped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;

/** Lets one thread of one process at a time fetch a model. */
final class DownloadLock implements AutoCloseable {
  /** The file lock is held by a process, not by a thread: within one, threads wait here. */
  private static final Striped<Lock> THREADS = Striped.lock(16);

  private final Lock threads;
  private final FileChannel channel;

  private DownloadLock(Lock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  static DownloadLock take(Path file) throws IOException {
    Lock threads = THREADS.get(file.toAbsolutePath().normalize());
    threads.lock();
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!channel.lock().isValid()) {
        throw new IOException(file + " cannot be locked");
      }
      return new DownloadLock(threads, channel);
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  /** Closing the channel ends the file lock; the file stays, because another may wait for it. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      threads.unlock();
    }
  }
}
