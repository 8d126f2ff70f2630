package io.github.llmcsss.eval.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Scores in the lines that {@code trec_eval} prints. Immutable and thread-safe. */
public final class TrecOutput {
  private static final int LENGTH_OF_RELEVANCE_STRING = 10;
  private static final Set<String> WITH_RUN = Set.of("official", "set", "all_trec", "runid");
  private static final Set<String> WITH_RELEVANCE_STRING = Set.of("all_trec", "relstring");
  private static final Set<String> NO_MEASURES = Set.of("runid", "relstring");

  private final String runId;
  private final Evaluation evaluation;
  private final Scores scores;
  private final boolean withRun;
  private final boolean withRelevanceString;

  /**
   * Computes the scores.
   *
   * @param names as of the option {@code -m}, each as {@link Measure#parseAll} takes it, or {@code
   *     runid} or {@code relstring}; the order is that of {@code trec_eval} whatever theirs is
   */
  public TrecOutput(String runId, Evaluation evaluation, List<String> names) {
    this.runId = runId;
    this.evaluation = evaluation;
    this.withRun = names.stream().anyMatch(WITH_RUN::contains);
    this.withRelevanceString = names.stream().anyMatch(WITH_RELEVANCE_STRING::contains);
    List<Measure> measures = new ArrayList<>();
    for (String name : names) {
      if (!NO_MEASURES.contains(name)) {
        measures.addAll(Measure.parseAll(name));
      }
    }
    this.scores = evaluation.scores(MeasureNames.inOrder(measures));
  }

  /** The lines of one query [{@code -q}]; what is there over all queries only is left out. */
  public List<String> query(String query) {
    List<String> lines = new ArrayList<>();
    boolean due = withRelevanceString;
    for (Measure measure : scores.measures()) {
      if (due && MeasureNames.isBehindRelevanceString(measure)) {
        lines.add(relevanceString(query));
        due = false;
      }
      if (measure.average() != Measure.Average.GEOMETRIC && !measure.name().equals("num_q")) {
        String value = Scores.printed(measure, scores.value(measure, query));
        lines.add(Scores.line(measure.name(), query, value));
      }
    }
    if (due) {
      lines.add(relevanceString(query));
    }
    return lines;
  }

  private String relevanceString(String query) {
    String text = evaluation.relevanceString(query, LENGTH_OF_RELEVANCE_STRING);
    return Scores.line("relstring", query, "'" + text + "'");
  }

  /** The lines over all queries. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    if (withRun) {
      lines.add(Scores.line("runid", "all", runId));
    }
    for (Measure measure : scores.measures()) {
      lines.add(Scores.line(measure.name(), "all", Scores.printed(measure, scores.mean(measure))));
    }
    return lines;
  }
}
