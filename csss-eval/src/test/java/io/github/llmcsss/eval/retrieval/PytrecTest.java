package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand random cases with {@code pytrec_eval} itself; it is looked for by {@code python3}, or
 * the interpreter that {@code -Dcsss.python} names.
 */
@Tag("slow")
class PytrecTest {
  private static final String PYTHON = System.getProperty("csss.python", "python3");

  @Test
  void everyMeasureIsThatOfTheReference(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path cases = directory.resolve("cases.jsonl");
    Path errors = directory.resolve("errors.txt");
    Process process =
        new ProcessBuilder(PYTHON, "src/test/python/pytrec_cases.py", "2", "1000")
            .redirectOutput(cases.toFile())
            .redirectError(errors.toFile())
            .start();
    int exit = process.waitFor();
    assumeTrue(
        !Files.readString(errors).contains("No module named"),
        "skipped, as the Python module pytrec_eval is not installed");
    assertEquals(0, exit, Files.readString(errors));
    try (BufferedReader lines = Files.newBufferedReader(cases)) {
      long compared = PytrecCases.check(lines);
      assertTrue(compared > 150_000, compared + " values");
    }
  }
}
