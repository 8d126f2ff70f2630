package io.github.llmcsss.examples;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress on the error stream: a bar on a terminal; elsewhere, such as in the log of a build, a
 * line for every tenth and at least every half minute.
 */
final class ConsoleBar implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  /** Said by {@code examples/run}: Java 21 cannot tell whether its output is a terminal. */
  private static final String TERMINAL = "csss.terminal";

  private final String task;
  private final long total;
  private final String unit;
  private final long unitSize;
  private final ProgressBar bar;
  private volatile long done;
  private volatile String state = "";
  private long tenths;
  private long spoken = System.nanoTime();

  /**
   * A bar that begins at nothing.
   *
   * @param unit how many of {@code total} are shown as one, such as a million bytes as {@code MB}
   */
  ConsoleBar(String task, long total, String unit, long unitSize) {
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.unitSize = unitSize;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(unit, unitSize)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .setConsumer(
                Boolean.getBoolean(TERMINAL)
                    ? new ConsoleProgressBarConsumer(System.err, 100)
                    : new DelegatingProgressBarConsumer(rendered -> line()))
            .build();
  }

  /** Shows how many of the total are done, and anything else that is worth a glance. */
  void show(long nowDone, String nowState) {
    done = nowDone;
    state = nowState;
    bar.stepTo(nowDone);
    bar.setExtraMessage(nowState);
  }

  /** Called by the bar's own thread, so that a log does not fall silent where nothing happens. */
  private synchronized void line() {
    long tenth = total == 0 ? 0 : 10 * done / total;
    boolean silentForLong = System.nanoTime() - spoken >= LONGEST_SILENCE.toNanos();
    if (tenth > tenths || silentForLong) {
      tenths = tenth;
      spoken = System.nanoTime();
      System.err.printf(
          Locale.ROOT,
          "  %s: %d of %d%s%s%n",
          task,
          done / unitSize,
          total / unitSize,
          unit,
          state);
    }
  }

  @Override
  public void close() {
    bar.close();
  }
}
