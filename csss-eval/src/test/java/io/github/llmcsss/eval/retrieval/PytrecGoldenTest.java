package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Sixty random cases, kept: {@code pytrec_cases.py 1 60} of pytrec-eval-terrier 0.5.11. */
class PytrecGoldenTest {
  @Test
  void everyMeasureIsThatOfTheReference() throws IOException {
    InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("pytrec_cases.jsonl.gz"));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
      long compared = PytrecCases.check(lines);
      assertTrue(compared > 10_000, compared + " values");
    }
  }
}
