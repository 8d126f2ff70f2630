package io.github.llmcsss.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchFilter;
import io.github.llmcsss.api.SearchRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On every second of 20,000 real products, where they are. */
class RealCatalogueTest {
  private static final Path FILE =
      Path.of(System.getProperty("csss.shared"), "data/amazon2023-meta-20k/meta_20k.jsonl.gz");

  @TempDir Path folder;

  @Test
  void mostProductsAreFoundByTheirTitle() throws IOException {
    assumeTrue(Files.exists(FILE), FILE + " is not here");
    List<Document> products = read();
    LuceneIndex.write(folder, products);
    try (LuceneSearch search = LuceneSearch.open(folder)) {
      assertEquals(products.size(), search.info().documents());
      int first = 0;
      for (int i = 0; i < products.size(); i += 20) {
        Document product = products.get(i);
        List<RetrievedDocument> found =
            search
                .search(
                    new SearchRequest(
                        product.title(), 10, SearchFilter.under(product.categories())))
                .documents();
        for (RetrievedDocument hit : found) {
          assertEquals(products.get(Integer.parseInt(hit.document().id())), hit.document());
        }
        first += !found.isEmpty() && found.get(0).document().equals(product) ? 1 : 0;
      }
      assertTrue(first >= 475, first + " of 500 came first");
    }
  }

  private static List<Document> read() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Document> products = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        lines.readLine();
        JsonNode product = json.readTree(line);
        String title = product.get("title").asText();
        if (title.isBlank()) {
          continue;
        }
        products.add(
            Document.builder(String.valueOf(products.size()), title)
                .features(texts(product.get("features")))
                .description(String.join("\n", texts(product.get("description"))))
                .categories(texts(product.get("categories")))
                .build());
      }
    }
    return products;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
