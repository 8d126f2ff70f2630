package io.github.llmcsss.engine.onnx;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the native objects of one owner, so that a test can see that none is left. Thread-safe.
 */
final class Handles {
  private final AtomicInteger open = new AtomicInteger();

  /** Counts an object that was just made. */
  <T extends AutoCloseable> T opened(T handle) {
    open.incrementAndGet();
    return handle;
  }

  /** Says that one object was closed. */
  void closed() {
    open.decrementAndGet();
  }

  /** How many are open now. */
  int open() {
    return open.get();
  }
}
