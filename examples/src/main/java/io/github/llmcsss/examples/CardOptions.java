package io.github.llmcsss.examples;

import io.github.llmcsss.core.export.DatasetCard;
import picocli.CommandLine.Option;

/** What only the user can say of a data set. */
final class CardOptions {
  @Option(names = "--title", paramLabel = "TEXT", description = "of the data set")
  private String title = DatasetCard.DEFAULT_TITLE;

  @Option(
      names = "--license",
      paramLabel = "ID",
      description = "of the data set, such as cc-by-4.0")
  private String license = "";

  @Option(names = "--catalogue", paramLabel = "TEXT", description = "where the products are from")
  private String catalogue = "";

  @Option(names = "--catalogue-license", paramLabel = "ID", description = "of the products' texts")
  private String catalogueLicense = "";

  @Option(names = "--model", paramLabel = "TEXT", description = "which language model wrote them")
  private String model = "";

  @Option(names = "--model-license", paramLabel = "ID", description = "of the language model")
  private String modelLicense = "";

  DatasetCard card() {
    return DatasetCard.builder()
        .title(title)
        .license(license)
        .catalogue(catalogue)
        .catalogueLicense(catalogueLicense)
        .model(model)
        .modelLicense(modelLicense)
        .build();
  }
}
