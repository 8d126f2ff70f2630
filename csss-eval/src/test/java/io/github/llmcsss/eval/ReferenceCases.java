package io.github.llmcsss.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What the reference tools say, by the scripts of {@code src/test/python}. */
public final class ReferenceCases {
  private static final String PYTHON = System.getProperty("csss.python", "python3");

  private ReferenceCases() {}

  /** The lines that are kept beside a test. */
  public static BufferedReader kept(Class<?> test, String name) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Objects.requireNonNull(test.getResourceAsStream(name))),
            StandardCharsets.UTF_8));
  }

  /**
   * A thousand new ones, made by {@code python3} or the interpreter that {@code -Dcsss.python}
   * names; skips the test where it lacks a module.
   */
  public static BufferedReader made(String script, Path directory)
      throws IOException, InterruptedException {
    Path cases = directory.resolve("cases.jsonl");
    Path errors = directory.resolve("errors.txt");
    Process process =
        new ProcessBuilder(PYTHON, "src/test/python/" + script, "2", "1000")
            .redirectOutput(cases.toFile())
            .redirectError(errors.toFile())
            .start();
    int exit = process.waitFor();
    String complaint = Files.readString(errors);
    assumeTrue(!complaint.contains("No module named"), () -> "skipped: " + complaint);
    assertEquals(0, exit, complaint);
    return Files.newBufferedReader(cases);
  }
}
