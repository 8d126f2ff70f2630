package io.github.llmcsss.examples;

import io.github.llmcsss.eval.retrieval.Evaluation;
import io.github.llmcsss.eval.retrieval.EvaluationOptions;
import io.github.llmcsss.eval.retrieval.Run;
import io.github.llmcsss.eval.retrieval.TrecFiles;
import io.github.llmcsss.eval.retrieval.TrecOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a run as trec_eval does: the same options, the same lines. */
@Command(name = "TrecEval", description = "Measures a run as trec_eval does.")
public final class TrecEval implements Callable<Integer> {
  @Option(
      names = "-m",
      paramLabel = "MEASURE",
      description = "a measure, a family such as P or P.5,10, or a set (default: official)")
  private List<String> measures = List.of("official");

  @Option(names = "-q", description = "print the values of each query, too")
  private boolean queries;

  @Option(names = "-n", description = "print no line over all queries")
  private boolean noSummary;

  @Option(names = "-c", description = "count judged queries that the run does not have as 0")
  private boolean complete;

  @Option(names = "-J", description = "take documents without a judgement out of the rankings")
  private boolean judgedOnly;

  @Option(
      names = "-l",
      paramLabel = "N",
      description = "from which relevance on a document is relevant (default: ${DEFAULT-VALUE})")
  private int level = 1;

  @Option(names = "-M", paramLabel = "N", description = "look at so many documents of a query")
  private int maximum = Integer.MAX_VALUE;

  @Parameters(index = "0", paramLabel = "QRELS", description = "the judgements")
  private Path qrels = Path.of("");

  @Parameters(index = "1", paramLabel = "RUN", description = "what was found")
  private Path results = Path.of("");

  @Option(names = "--help", usageHelp = true, description = "show this text")
  boolean help;

  TrecEval() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new TrecEval(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    EvaluationOptions options = new EvaluationOptions(level, maximum, judgedOnly, complete);
    Run run = TrecFiles.run(results);
    Evaluation evaluation = Evaluation.of(TrecFiles.qrels(qrels), run, options);
    TrecOutput output = new TrecOutput(run.id(), evaluation, measures);
    if (queries) {
      for (String query : evaluation.queries()) {
        output.query(query).forEach(System.out::println);
      }
    }
    if (!noSummary) {
      output.summary().forEach(System.out::println);
    }
    return 0;
  }
}
