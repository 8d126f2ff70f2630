package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.Document;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SmallCatalogueTest {
  @Test
  void holdsFortyProductsInTenPaths() {
    List<Document> documents = SmallCatalogue.documents();
    assertEquals(40, documents.size());
    assertEquals(40, documents.stream().map(Document::id).distinct().count());
    assertEquals(40, documents.stream().map(Document::title).distinct().count());
    assertEquals(
        List.of(4L),
        documents.stream()
            .collect(Collectors.groupingBy(Document::categories, Collectors.counting()))
            .values()
            .stream()
            .distinct()
            .toList());
  }

  @Test
  void readsEveryCell() {
    Document first = SmallCatalogue.documents().getFirst();
    assertEquals("S01", first.id());
    assertEquals("Velatto", first.brand());
    assertEquals(OptionalDouble.of(59.90), first.price());
    assertEquals(List.of("Clothing", "Shoes", "Running Shoes"), first.categories());
    assertEquals(3, first.features().size());
    assertEquals("blue", first.attributes().get("colour"));
  }
}
