package io.github.llmcsss.core.export;

import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the sessions of a run in some format; thread-safe. */
@FunctionalInterface
public interface Exporter {
  /**
   * Writes what is finished of a run, complete or not.
   *
   * @param target the file, or for formats of several files the directory, to write; a file that is
   *     there is replaced, a directory must be absent or empty
   * @throws IOException if the run cannot be read or the target not written; then nothing is at the
   *     target but what was there before
   */
  ExportReport write(RunDirectory run, Path target) throws IOException;
}
