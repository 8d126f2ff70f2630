package io.github.llmcsss.engine.djl;

import java.util.concurrent.CountDownLatch;

/**
 * Whether a training is to stop at the end of its step: the JVM goes down, or the thread was
 * interrupted. The JVM waits for the step, because libtorch may crash when it is torn down while it
 * computes, and for the checkpoint after it.
 */
final class StopSignal implements AutoCloseable {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "csss-training-stop");
  private volatile boolean requested;

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    requested = true;
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Also takes note of, and leaves, the interruption of the calling thread. */
  boolean requested() {
    return requested || Thread.currentThread().isInterrupted();
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running: that is why the training ends.
      requested = true;
    }
  }
}
