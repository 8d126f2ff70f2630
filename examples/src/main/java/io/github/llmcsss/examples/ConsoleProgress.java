package io.github.llmcsss.examples;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.SynthesisListener;
import io.github.llmcsss.core.SynthesisProgress;
import io.github.llmcsss.core.run.Rejection;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal; a line for every tenth of the run elsewhere. */
final class ConsoleProgress implements SynthesisListener, AutoCloseable {
  /** Said by {@code examples/run}: Java 21 cannot tell whether its output is a terminal. */
  private final boolean terminal = Boolean.getBoolean("csss.terminal");

  private final ProgressBar bar;
  private long tenths;

  ConsoleProgress(long sessions) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("sessions")
            .setInitialMax(sessions)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(500)
            .setConsumer(terminal ? new ConsoleProgressBarConsumer(System.err, 100) : new Silent())
            .build();
  }

  @Override
  public void turn(SynthesisProgress progress) {
    show(progress);
  }

  @Override
  public void finished(Session session, SynthesisProgress progress) {
    show(progress);
  }

  @Override
  public void rejected(Rejection rejection, SynthesisProgress progress) {
    show(progress);
  }

  private void show(SynthesisProgress progress) {
    bar.stepTo(progress.decided());
    String state =
        String.format(
            Locale.ROOT, "%d turns, %.0f tokens/s", progress.turns(), progress.tokensPerSecond());
    bar.setExtraMessage(" " + state);
    long tenth = 10 * progress.decided() / Math.max(1, progress.sessions());
    if (!terminal && tenth > tenths) {
      tenths = tenth;
      System.out.printf(
          Locale.ROOT, "  %d of %d sessions, %s%n", progress.decided(), progress.sessions(), state);
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
