package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.file.Path;

/** The cache itself cannot be written: no other source would help. */
final class CacheException extends IOException {
  private static final long serialVersionUID = 1L;

  CacheException(Path file, IOException cause) {
    super("cannot write " + file + ": " + cause.getMessage(), cause);
  }
}
