package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Document;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Forty products in ten category paths of three levels, written for tests; the brands do not exist.
 * The tiny model was trained on conversations about them.
 */
public final class SmallCatalogue {
  private SmallCatalogue() {}

  /** The products, in a fixed order: four of each path, one path after the other. */
  public static List<Document> documents() {
    try (InputStream table =
            Objects.requireNonNull(
                SmallCatalogue.class.getResourceAsStream("small-catalogue.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(SmallCatalogue::document).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document document(String line) {
    String[] cells = line.split("\t", -1);
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String attribute : cells[7].split("\\|", -1)) {
      int equals = attribute.indexOf('=');
      attributes.put(attribute.substring(0, equals), attribute.substring(equals + 1));
    }
    return Document.builder(cells[0], cells[1])
        .brand(cells[2])
        .price(Double.parseDouble(cells[3]))
        .categories(List.of(cells[4].split(">", -1)))
        .features(List.of(cells[5].split("\\|", -1)))
        .description(cells[6])
        .attributes(attributes)
        .build();
  }
}
