package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The main job: twenty shopping conversations over the sample catalogue, or over an Amazon product
 * file.
 */
@Command(
    name = "Quickstart",
    description = "Writes conversational search sessions with a language model and a real index.")
public final class Quickstart implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "an Amazon product file, plain or gzip (default: the sample catalogue)")
  private Optional<Path> catalogue = Optional.empty();

  Quickstart() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new Quickstart(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    new MainJob(options).run(this::documents);
    return 0;
  }

  private List<Document> documents() throws IOException {
    return catalogue.isEmpty() ? SampleCatalogue.documents() : CatalogueFile.read(catalogue.get());
  }
}
