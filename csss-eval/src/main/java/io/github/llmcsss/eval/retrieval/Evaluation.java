package io.github.llmcsss.eval.retrieval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run held against judgements: rankings are made and looked up once, for all measures. Immutable
 * and thread-safe.
 */
public final class Evaluation {
  private final Map<String, Judged> queries;
  private final List<Judged> missing;

  private Evaluation(Map<String, Judged> queries, List<Judged> missing) {
    this.queries = queries;
    this.missing = missing;
  }

  /** Holds a run against judgements; queries that only one of them has are left out. */
  public static Evaluation of(Qrels qrels, Run run, EvaluationOptions options) {
    Map<String, Judged> queries = new LinkedHashMap<>();
    for (String query : run.queries()) {
      Map<String, Integer> judgements = qrels.of(query);
      if (!judgements.isEmpty()) {
        queries.put(query, Judged.of(judgements, run.ranking(query), options));
      }
    }
    List<Judged> missing = new ArrayList<>();
    if (options.complete()) {
      for (String query : qrels.queries()) {
        if (!queries.containsKey(query)) {
          missing.add(Judged.of(qrels.of(query), run.ranking(query), options));
        }
      }
    }
    return new Evaluation(queries, missing);
  }

  /** The queries that are in both, in the order of their bytes. */
  public List<String> queries() {
    return List.copyOf(queries.keySet());
  }

  /** The values of measures, for each query and over all. */
  public Scores scores(List<Measure> measures) {
    List<double[]> values = new ArrayList<>();
    for (Judged judged : queries.values()) {
      values.add(measures.stream().mapToDouble(measure -> measure.value(judged)).toArray());
    }
    double[] means = new double[measures.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(measures.get(i), i, values);
    }
    return new Scores(measures, queries(), values, means);
  }

  private double mean(Measure measure, int column, List<double[]> values) {
    int count = values.size() + missing.size();
    double sum = 0;
    for (double[] row : values) {
      sum += measure.average() == Measure.Average.GEOMETRIC ? log(row[column]) : row[column];
    }
    return switch (measure.average()) {
      case SUM -> sum + missing.stream().mapToDouble(measure::value).sum();
      case ARITHMETIC -> count == 0 ? 0 : sum / count;
      case GEOMETRIC -> count == 0 ? 0 : Math.exp((sum + missing.size() * log(0)) / count);
    };
  }

  private static double log(double value) {
    return Math.log(Math.max(value, Scores.SMALLEST_OF_GEOMETRIC_MEAN));
  }

  /**
   * The relevance of the first documents of a query, a character each: a digit, {@code >} for 10
   * and more, {@code -} for one outside the pool, {@code .} for one that was not judged.
   *
   * @throws IllegalArgumentException if it is not one of {@link #queries()}
   */
  public String relevanceString(String query, int length) {
    Judged judged = queries.get(query);
    if (judged == null) {
      throw new IllegalArgumentException("query must be one of the run's, but was " + query);
    }
    return judged.relevanceString(length);
  }
}
