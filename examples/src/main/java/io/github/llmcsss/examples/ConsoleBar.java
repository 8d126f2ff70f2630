package io.github.llmcsss.examples;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress on the error stream: a bar on a terminal; elsewhere, such as in the log of a build, a
 * line for every tenth and at least every half minute.
 */
final class ConsoleBar implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  /** Said by {@code examples/run}: Java 21 cannot tell whether its output is a terminal. */
  private final boolean terminal = Boolean.getBoolean("csss.terminal");

  private final String task;
  private final long total;
  private final String unit;
  private final long unitSize;
  private final ProgressBar bar;
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
            .setConsumer(terminal ? new ConsoleProgressBarConsumer(System.err, 100) : new Silent())
            .build();
  }

  /** Shows how many of the total are done, and anything else that is worth a glance. */
  void show(long done, String state) {
    bar.stepTo(done);
    bar.setExtraMessage(state);
    if (!terminal) {
      line(done, state);
    }
  }

  private void line(long done, String state) {
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

  /** Where there is no terminal, control characters would only litter a log. */
  private static final class Silent implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return 0;
    }

    @Override
    public void accept(String rendered) {}

    @Override
    public void close() {}
  }
}
