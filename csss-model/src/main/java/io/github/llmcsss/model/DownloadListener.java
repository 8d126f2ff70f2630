package io.github.llmcsss.model;

/** Hears how a download gets on, on the thread that asked for the model. */
@FunctionalInterface
public interface DownloadListener {
  /** Hears nothing. */
  DownloadListener NONE = (file, bytes, total) -> {};

  /**
   * Some more has arrived.
   *
   * @param file name of the file
   * @param bytes that are there, those of an earlier, interrupted download included
   * @param total that are wanted
   */
  void progress(String file, long bytes, long total);
}
