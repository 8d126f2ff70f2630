package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** The default model, for tests that need it whole. */
final class DefaultModel {
  private DefaultModel() {}

  /** Where it lies; a test is skipped if it is not on this machine. Downloads nothing. */
  static Path file() throws IOException {
    String path = System.getProperty("csss.model", "");
    if (!path.isEmpty()) {
      return Path.of(path);
    }
    try {
      return ModelStore.builder().offline(true).build().resolve(Models.DEFAULT);
    } catch (ModelNotFoundException e) {
      throw new TestAbortedException("needs the default model (-Dcsss.model=FILE)", e);
    }
  }
}
