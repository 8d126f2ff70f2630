package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines that {@code trec_eval} prints for the files of its own test. */
class TrecEvalOutputTest {
  private static final Path FILES =
      Path.of(System.getProperty("csss.shared", ""), "data", "trec_eval");

  private static List<String> expected(String name) throws IOException {
    assumeTrue(Files.isDirectory(FILES), "skipped: the files of trec_eval are not in " + FILES);
    return Files.readAllLines(FILES.resolve(name));
  }

  private static List<String> printed(String measures, boolean perQuery) throws IOException {
    Run run = TrecFiles.run(FILES.resolve("results.test"));
    Evaluation evaluation =
        Evaluation.of(
            TrecFiles.qrels(FILES.resolve("qrels.test")), run, EvaluationOptions.standard());
    TrecOutput output = new TrecOutput(run.id(), evaluation, List.of(measures));
    List<String> lines = new ArrayList<>();
    if (perQuery) {
      for (String query : evaluation.queries()) {
        lines.addAll(output.query(query));
      }
    }
    lines.addAll(output.summary());
    return lines;
  }

  @Test
  void theUsualMeasures() throws IOException {
    assertEquals(expected("out.test"), printed("official", false));
  }

  @Test
  void allMeasures() throws IOException {
    assertEquals(expected("out.test.a"), printed("all_trec", false));
  }

  @Test
  void allMeasuresOfEachQuery() throws IOException {
    assertEquals(expected("out.test.aq"), printed("all_trec", true));
  }
}
