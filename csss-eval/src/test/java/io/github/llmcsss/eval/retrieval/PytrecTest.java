package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.eval.ReferenceCases;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand random cases with {@code pytrec_eval} itself. */
@Tag("slow")
class PytrecTest {
  @Test
  void everyMeasureIsThatOfTheReference(@TempDir Path directory)
      throws IOException, InterruptedException {
    try (BufferedReader lines = ReferenceCases.made("pytrec_cases.py", directory)) {
      long compared = PytrecCases.check(lines);
      assertTrue(compared > 150_000, compared + " values");
    }
  }
}
