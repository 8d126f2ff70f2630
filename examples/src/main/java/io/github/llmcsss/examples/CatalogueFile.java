package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.core.data.AmazonCatalogue;
import io.github.llmcsss.core.data.ReadReport;
import io.github.llmcsss.core.data.ReadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads a product file and says what came of its lines. */
final class CatalogueFile {
  private CatalogueFile() {}

  static List<Document> read(Path file) throws IOException {
    ReadResult<Document> read = AmazonCatalogue.of(file).read();
    ReadReport report = read.report();
    System.out.printf(
        Locale.ROOT,
        "%s: %d products from %d lines (%d duplicate, %d without id or title, %d malformed)%n",
        file,
        report.records(),
        report.lines(),
        report.duplicates(),
        report.unusable(),
        report.malformed());
    report.problems().forEach(problem -> System.out.println("  " + problem));
    return read.records();
  }
}
