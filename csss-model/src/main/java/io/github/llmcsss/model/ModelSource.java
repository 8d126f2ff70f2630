package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.file.Path;

/** One place that a model may come from. */
interface ModelSource {
  /** What is tried, for the message when all fails. */
  String description();

  /**
   * Brings the file to {@code target}, going on with what an interrupted attempt left there.
   *
   * @throws IOException if it is not to be had here, saying why
   */
  void fetch(ModelReference model, Path target) throws IOException, InterruptedException;
}
