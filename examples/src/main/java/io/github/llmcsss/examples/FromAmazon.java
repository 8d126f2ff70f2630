package io.github.llmcsss.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sessions over a file of Amazon product data, of 2014, 2018 or 2023. */
@Command(name = "FromAmazon", description = "Writes sessions over an Amazon product file.")
public final class FromAmazon implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--catalog",
      required = true,
      paramLabel = "FILE",
      description = "an Amazon product file, plain or gzip")
  private Path catalogue = Path.of("");

  FromAmazon() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new FromAmazon(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    new MainJob(options).run(() -> CatalogueFile.read(catalogue));
    return 0;
  }
}
