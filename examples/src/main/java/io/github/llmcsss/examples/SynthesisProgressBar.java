package io.github.llmcsss.examples;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.SynthesisListener;
import io.github.llmcsss.core.SynthesisProgress;
import io.github.llmcsss.core.run.Rejection;
import java.util.Locale;

/** Shows how many sessions are finished, and how fast it goes. */
final class SynthesisProgressBar implements SynthesisListener, AutoCloseable {
  private final ConsoleBar bar;

  SynthesisProgressBar(long sessions) {
    this.bar = new ConsoleBar("sessions", sessions, "", 1);
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
    String left =
        progress
            .remaining()
            .map(time -> String.format(Locale.ROOT, ", %d s left", time.toSeconds()))
            .orElse("");
    bar.show(
        progress.finished(),
        String.format(
            Locale.ROOT,
            ", %d turns, %.0f tokens/s%s",
            progress.turns(),
            progress.tokensPerSecond(),
            left));
  }

  @Override
  public void close() {
    bar.close();
  }
}
