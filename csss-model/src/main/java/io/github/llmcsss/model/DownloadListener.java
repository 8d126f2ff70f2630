package io.github.llmcsss.model;

/** Is told how a download goes; called from the thread that resolves the model. */
@FunctionalInterface
public interface DownloadListener {
  /**
   * Some bytes more are there. Called at the beginning of every attempt, about every megabyte, and
   * at the end. A source that does not say how far it is (a Python package) jumps from 0 to all.
   *
   * @param source where they come from, for people
   * @param bytes how many are there, those of an earlier attempt included
   * @param totalBytes how many there will be
   */
  void progress(String source, long bytes, long totalBytes);
}
