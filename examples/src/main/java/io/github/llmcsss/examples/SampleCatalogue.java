package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.core.data.AmazonCatalogue;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * 408 invented products in 34 category paths, in the format of the Amazon 2023 metadata. No brand,
 * product or text in it exists elsewhere.
 */
final class SampleCatalogue {
  private static final String RESOURCE = "sample-catalogue.jsonl";

  private SampleCatalogue() {}

  static List<Document> documents() throws IOException {
    Path copy = Files.createTempFile("sample-catalogue", ".jsonl");
    try (InputStream in = SampleCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException(RESOURCE + " is not on the class path");
      }
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return AmazonCatalogue.of(copy).strict().read().records();
    } finally {
      Files.delete(copy);
    }
  }
}
