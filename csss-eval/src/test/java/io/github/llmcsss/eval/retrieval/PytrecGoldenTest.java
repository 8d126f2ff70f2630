package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.eval.ReferenceCases;
import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Sixty random cases, kept: {@code pytrec_cases.py 1 60} of pytrec-eval-terrier 0.5.11. */
class PytrecGoldenTest {
  @Test
  void everyMeasureIsThatOfTheReference() throws IOException {
    try (BufferedReader lines = ReferenceCases.kept(getClass(), "pytrec_cases.jsonl.gz")) {
      long compared = PytrecCases.check(lines);
      assertTrue(compared > 10_000, compared + " values");
    }
  }
}
