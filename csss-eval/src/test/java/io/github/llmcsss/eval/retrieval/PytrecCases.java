package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds measures against cases of {@code src/test/python/pytrec_cases.py}. */
final class PytrecCases {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double TOLERANCE = 1e-9;

  private PytrecCases() {}

  /** Returns how many values were compared. */
  static long check(BufferedReader lines) throws IOException {
    long compared = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      compared += check(MAPPER.readTree(line));
    }
    return compared;
  }

  private static long check(JsonNode given) {
    EvaluationOptions options =
        EvaluationOptions.standard().withRelevanceLevel(given.path("level").intValue());
    Run.Builder run = Run.builder("random");
    given
        .path("run")
        .properties()
        .forEach(query ->
            query
                .getValue()
                .properties()
                .forEach(
                    one -> run.add(query.getKey(), one.getKey(), one.getValue().doubleValue())));
    Evaluation evaluation = Evaluation.of(Qrels.of(judgements(given)), run.build(), options);
    JsonNode values = given.path("values");
    List<String> queries = new ArrayList<>();
    values.fieldNames().forEachRemaining(queries::add);
    assertEquals(queries.stream().sorted().toList(), evaluation.queries());
    if (queries.isEmpty()) {
      return 0;
    }
    List<Measure> measures = new ArrayList<>();
    values
        .path(queries.getFirst())
        .fieldNames()
        .forEachRemaining(name -> measures.add(Measure.parse(name)));
    assertTrue(measures.size() > 70, measures::toString);
    Scores scores = evaluation.scores(measures);
    long compared = 0;
    for (String query : queries) {
      double relevant = values.path(query).path("num_rel").doubleValue();
      for (Measure measure : measures) {
        if (isRoundedOtherwise(measure, relevant)) {
          continue;
        }
        double expected = values.path(query).path(measure.name()).doubleValue();
        if (measure.average() == Measure.Average.GEOMETRIC) {
          expected = Math.exp(expected); // it gives logarithms, bounded
          assertEquals(expected, Math.max(1e-5, scores.value(measure, query)), TOLERANCE);
        } else {
          assertEquals(
              expected,
              scores.value(measure, query),
              TOLERANCE,
              () -> measure + " of " + query + " in " + given);
        }
        compared++;
      }
    }
    return compared;
  }

  /**
   * The tool has trec_eval 9, where a share of the relevant documents is rounded up from one tenth
   * on; since version 10 it is rounded to the nearest, as here.
   */
  private static boolean isRoundedOtherwise(Measure measure, double relevant) {
    if (!measure.name().startsWith("iprec_at_recall") && !measure.name().equals("11pt_avg")) {
      return false;
    }
    for (int tenth = 0; tenth <= 10; tenth++) {
      if ((long) (tenth / 10.0 * relevant + 0.9) != Math.round(tenth / 10.0 * relevant)) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Map<String, Integer>> judgements(JsonNode given) {
    Map<String, Map<String, Integer>> judgements = new HashMap<>();
    given
        .path("qrels")
        .properties()
        .forEach(query -> {
          Map<String, Integer> documents = new HashMap<>();
          query
              .getValue()
              .properties()
              .forEach(one -> documents.put(one.getKey(), one.getValue().intValue()));
          judgements.put(query.getKey(), documents);
        });
    return judgements;
  }
}
