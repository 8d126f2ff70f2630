package io.github.llmcsss.eval.retrieval;

import com.google.common.base.Strings;
import io.github.llmcsss.eval.ResultTable;
import io.github.llmcsss.eval.internal.Decimals;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What measures say of a run, for each query and over all. Immutable and thread-safe. */
public final class Scores {
  /** What a value of 0 counts as in a geometric mean. */
  static final double SMALLEST_OF_GEOMETRIC_MEAN = 0.00001;

  private final List<Measure> measures;
  private final Map<Measure, Integer> columns = new HashMap<>();
  private final List<String> queries;
  private final Map<String, double[]> values = new HashMap<>();
  private final double[] means;

  Scores(List<Measure> measures, List<String> queries, List<double[]> values, double[] means) {
    this.measures = List.copyOf(measures);
    this.queries = queries;
    this.means = means;
    for (int i = 0; i < measures.size(); i++) {
      columns.put(measures.get(i), i);
    }
    for (int i = 0; i < queries.size(); i++) {
      this.values.put(queries.get(i), values.get(i));
    }
  }

  /** The measures, in the order in which they were asked for. */
  public List<Measure> measures() {
    return measures;
  }

  /** The queries, in the order of their bytes. */
  public List<String> queries() {
    return queries;
  }

  /** A measure over all queries: a mean, or the sum of what is counted. */
  public double mean(Measure measure) {
    return means[column(measure)];
  }

  /** A measure for one query. */
  public double value(Measure measure, String query) {
    double[] row = values.get(query);
    if (row == null) {
      throw new IllegalArgumentException("query must be one of the run's, but was " + query);
    }
    return row[column(measure)];
  }

  /** A measure for each query, in the order of {@link #queries()}; for tests of significance. */
  public double[] values(Measure measure) {
    return queries.stream().mapToDouble(query -> value(measure, query)).toArray();
  }

  /**
   * The values over all queries, as a row of a {@link ResultTable} whose columns are the
   * {@linkplain Measure#name names} of the {@link #measures()}.
   */
  public ResultTable.Row row(String label) {
    return new ResultTable.Row(label, Arrays.stream(means).boxed().toList());
  }

  private int column(Measure measure) {
    Integer column = columns.get(measure);
    if (column == null) {
      throw new IllegalArgumentException(
          "measure must be one of " + measures + ", but was " + measure);
    }
    return column;
  }

  /** A line as {@code trec_eval} prints it: name, query and value, with tabs between. */
  static String line(String name, String query, String value) {
    return Strings.padEnd(name, 22, ' ') + "\t" + query + "\t" + value;
  }

  /** The value of a measure with four digits behind the point; of what is counted, without. */
  static String printed(Measure measure, double value) {
    return measure.average() == Measure.Average.SUM
        ? Long.toString((long) value)
        : Decimals.fixed(value, 4);
  }
}
