package io.github.llmcsss.examples;

import io.github.llmcsss.core.export.ExportReport;
import io.github.llmcsss.core.export.Exporter;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the sessions of a run as trainers, evaluators or people read them. */
@Command(name = "Export", description = "Writes the sessions of a run in another format.")
public final class Export implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "the directory of a run (default: ${DEFAULT-VALUE})")
  private Path from = Path.of("sessions");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "NAME",
      description =
          "jsonl, chat-ml, share-gpt, trec-topics, trec-qrels, trec-run, beir, cast, parquet, card"
              + " or viewer")
  private String format = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the file to write; for beir, a new directory")
  private Path out = Path.of("");

  @ArgGroup(exclusive = false, heading = "what a card says besides:%n")
  private CardOptions card = new CardOptions();

  @Option(names = "--help", usageHelp = true, description = "show this text")
  boolean help;

  Export() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new Export(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    Exporter exporter = ExportFormats.named(format, card.card());
    ExportReport report = exporter.write(RunDirectory.open(from), out);
    System.out.printf(
        Locale.ROOT,
        "%s: %d records of %d finished sessions%s%n",
        report.target(),
        report.records(),
        report.sessions(),
        report.complete() ? "" : "; the run is not complete");
    return 0;
  }
}
