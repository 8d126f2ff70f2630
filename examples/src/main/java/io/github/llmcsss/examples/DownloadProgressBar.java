package io.github.llmcsss.examples;

import io.github.llmcsss.model.DownloadListener;
import org.jspecify.annotations.Nullable;

/** Shows how a model comes down, with a bar for each source that is tried; none if it is there. */
final class DownloadProgressBar implements DownloadListener, AutoCloseable {
  private static final long MEGABYTE = 1_000_000;

  private String source = "";
  private @Nullable ConsoleBar bar;

  @Override
  public void progress(String from, long bytes, long totalBytes) {
    ConsoleBar current = bar;
    if (current == null || !from.equals(source)) {
      close();
      System.err.println("fetching the model from " + from);
      current = new ConsoleBar("model", totalBytes, " MB", MEGABYTE);
      bar = current;
      source = from;
    }
    current.show(bytes, "");
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
