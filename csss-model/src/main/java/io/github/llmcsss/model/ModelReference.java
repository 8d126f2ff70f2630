package io.github.llmcsss.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Which model is meant: one that lies on this machine, or one that is published. */
public sealed interface ModelReference {
  /**
   * A model at an explicit path.
   *
   * @param path a directory in the layout of Hugging Face, or a GGUF file
   */
  record Local(Path path) implements ModelReference {}

  /**
   * A published model that is one file.
   *
   * @param fileName its name in the cache, without directories
   * @param sha256 of the file, 64 hexadecimal digits; always checked
   * @param bytes size of the file
   * @param sources where to fetch it, tried in this order
   */
  record Published(String fileName, String sha256, long bytes, List<ModelSource> sources)
      implements ModelReference {
    /** Copies the list and checks names and numbers. */
    public Published {
      if (!fileName.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException(
            "fileName must be a plain file name, but was \"" + fileName + "\"");
      }
      sha256 = sha256.toLowerCase(Locale.ROOT);
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "sha256 must be 64 hexadecimal digits, but was \"" + sha256 + "\"");
      }
      if (bytes < 1) {
        throw new IllegalArgumentException("bytes must be positive, but was " + bytes);
      }
      sources = List.copyOf(sources);
    }
  }

  /** The model in this directory or GGUF file. */
  static ModelReference at(Path path) {
    return new Local(path);
  }
}
