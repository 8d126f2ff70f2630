package io.github.llmcsss.model;

import io.github.llmcsss.api.CsssException;
import java.nio.file.Path;

/** A model file is broken, or holds something that is not supported. Names file and field. */
public final class ModelFormatException extends CsssException {
  private static final long serialVersionUID = 1L;

  /** For a file: {@code <file>: <problem>}. */
  public ModelFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** For a file, with the cause: {@code <file>: <problem>}. */
  public ModelFormatException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  /** For a model as a whole. */
  public ModelFormatException(String problem) {
    super(problem);
  }
}
