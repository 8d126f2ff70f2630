package io.github.llmcsss.model;

/** Is told how a download goes; called from the thread that resolves the model. */
@FunctionalInterface
public interface DownloadListener {
  /**
   * Some bytes more are there. Called at the beginning of every attempt, about every megabyte, and
   * at the end; for a Python package, about once a second with the size of the packed file so far,
   * which may end below the model's or jump to it.
   *
   * @param source where they come from, for people
   * @param bytes how many are there, those of an earlier attempt included
   * @param totalBytes how many there will be
   */
  void progress(String source, long bytes, long totalBytes);
}
