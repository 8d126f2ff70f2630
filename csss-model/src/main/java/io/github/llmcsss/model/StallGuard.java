package io.github.llmcsss.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Closes a stream from which nothing has come for a while, so that whoever reads it fails instead
 * of waiting for ever: the HTTP client has no such limit for bodies.
 */
final class StallGuard implements AutoCloseable {
  private final InputStream stream;
  private final long limitNanos;
  private final Thread watcher;
  private volatile long movedAt = System.nanoTime();

  StallGuard(InputStream stream, Duration limit) {
    this.stream = stream;
    limitNanos = limit.toNanos();
    watcher = Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        long left = limitNanos - (System.nanoTime() - movedAt);
        if (left <= 0) {
          stream.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      // The copy is over.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void moved() {
    movedAt = System.nanoTime();
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
