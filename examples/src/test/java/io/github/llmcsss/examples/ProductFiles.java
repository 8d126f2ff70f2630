package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.testkit.SmallCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The small catalogue as a product file, which the tiny model can write sessions over. */
final class ProductFiles {
  private ProductFiles() {}

  static Path small(Path directory) throws IOException {
    return Files.write(
        directory.resolve("small.jsonl"),
        SmallCatalogue.documents().stream().map(ProductFiles::line).toList());
  }

  private static String line(Document document) {
    return "{\"parent_asin\": "
        + quoted(document.id())
        + ", \"title\": "
        + quoted(document.title())
        + ", \"categories\": "
        + document.categories().stream()
            .map(ProductFiles::quoted)
            .collect(Collectors.joining(", ", "[", "]"))
        + "}";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
