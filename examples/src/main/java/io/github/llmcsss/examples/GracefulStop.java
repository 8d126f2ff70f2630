package io.github.llmcsss.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C, or a kill, stop a run at the boundary of a session. Java ends as soon as its
 * shutdown hooks have: the one here waits until this is closed, when all files and the model are.
 */
final class GracefulStop implements AutoCloseable {
  private static final int STOPPED = 130;
  private static final long SECONDS_TO_STOP = 60;

  private final CountDownLatch ended = new CountDownLatch(1);

  /** From now on, a signal runs this and then waits. */
  void onSignal(Runnable stop) {
    Thread hook = new Thread(() -> stopAndWait(stop), "stop at a session boundary");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stopAndWait(Runnable stop) {
    if (ended.getCount() == 0) {
      return;
    }
    System.err.println("\nstopping at a session boundary");
    stop.run();
    try {
      if (!ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        System.err.println("the run did not stop in time; the same command goes on all the same");
      }
      // What a shell expects after Ctrl-C, whatever the signal was; everything is closed.
      Runtime.getRuntime().halt(STOPPED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
