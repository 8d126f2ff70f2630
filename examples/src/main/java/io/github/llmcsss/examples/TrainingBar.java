package io.github.llmcsss.examples;

import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingProgress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows how far a training is, its loss, how fast it goes, and how long it will take. */
final class TrainingBar implements TrainingListener, AutoCloseable {
  private final String name;
  private final long started = System.nanoTime();
  private long tokens;
  private long steps;
  private @Nullable ConsoleBar bar;

  TrainingBar(String name) {
    this.name = name;
  }

  @Override
  public void stepped(TrainingProgress progress) {
    if (bar == null) {
      bar = new ConsoleBar(name, progress.steps(), " steps", 1);
    }
    tokens += progress.tokens();
    steps++;
    double seconds = (System.nanoTime() - started) * 1e-9;
    bar.show(
        progress.step(),
        String.format(
            Locale.ROOT,
            ", loss %.3f, %.0f tokens/s, %.0f s left",
            progress.loss(),
            tokens / seconds,
            seconds / steps * (progress.steps() - progress.step())));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
