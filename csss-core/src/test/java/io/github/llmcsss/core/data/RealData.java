package io.github.llmcsss.core.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The real files, which are no part of the project. */
public final class RealData {
  private RealData() {}

  /** A file of the data folder; skips the test where it is absent. */
  public static Path file(String name) {
    Path file = Path.of(System.getProperty("csss.shared", ""), "data").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file);
    return file;
  }
}
