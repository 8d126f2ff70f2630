package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingProgress;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Whether a training is to stop at the end of its step: the JVM goes down, or the thread was
 * interrupted. The JVM waits for the step, because libtorch may crash when it is torn down while it
 * computes or frees its memory, and for the checkpoint after it.
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

  /**
   * Tells the listener of a step, and ends the training where the listener or this signal wants it;
   * then a checkpoint is left behind.
   *
   * @param saved whether there is one of this step
   */
  void tell(
      TrainingListener listener,
      TrainingProgress progress,
      TrainingDirectory directory,
      Learner learner,
      TrainingState state,
      boolean saved)
      throws IOException {
    try {
      listener.stepped(progress);
      if (!state.ended() && requested()) {
        throw new CsssException(
            directory.path()
                + ": the training was stopped after step "
                + state.step()
                + "; the same call goes on from there");
      }
    } catch (RuntimeException e) {
      if (!saved) {
        try {
          learner.save(directory, state);
        } catch (IOException unsaved) {
          e.addSuppressed(unsaved);
        }
      }
      throw e;
    }
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
