package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.SeedQuery;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The real files, all lines. */
class RealCatalogueTest {
  @Test
  void readsTheProductsOf2023() throws IOException {
    ReadResult<Document> result = read("amazon2023-meta-20k/meta_20k.jsonl.gz");
    assertEquals(new ReadReport(19_998, 19_998, 0, 0, 0, 2, List.of()), result.report());
    assertEquals(
        19_959, result.records().stream().filter(product -> product.price().isPresent()).count());
    Document mugs = result.records().get(0);
    assertEquals("B07R3DYMH6", mugs.id());
    assertEquals("LavoHome", mugs.brand());
    assertEquals(OptionalDouble.of(24.95), mugs.price());
    assertEquals(6, mugs.categories().size());
    assertEquals("Mug Sets", mugs.categories().get(5));
    assertEquals("Glass", mugs.attributes().get("Material"));
    assertEquals(5, mugs.features().size());
    result.records().forEach(RealCatalogueTest::assertClean);

    List<SeedQuery> seeds = SeedQueries.fromCatalogue(result.records());
    assertTrue(seeds.size() > 5_000, "" + seeds.size());
    assertEquals(seeds.size(), seeds.stream().map(SeedQuery::text).distinct().count());
  }

  @Test
  void readsTheGiftCardsOf2018() throws IOException {
    ReadResult<Document> result = read("amazon2018-giftcards/meta_Gift_Cards.json.gz");
    assertEquals(new ReadReport(1_547, 1_547, 0, 0, 0, 0, List.of()), result.report());
    assertEquals(
        358, result.records().stream().filter(product -> product.price().isPresent()).count());
    result.records().forEach(RealCatalogueTest::assertClean);
  }

  @Test
  void mendsTheMagazinesOf2018() throws IOException {
    ReadResult<Document> result = read("amazon2018-magazine/meta_Magazine_Subscriptions.json.gz");
    assertEquals(3_385, result.report().lines());
    assertEquals(2_318, result.report().records());
    assertEquals(1_064, result.report().duplicates());
    assertEquals(3, result.report().unusable());
    assertEquals(0, result.report().malformed());
    assertEquals(2_171, result.report().retitled());
    assertEquals("Allure is the beauty expert", result.records().get(2).title());
    result.records().forEach(RealCatalogueTest::assertClean);
  }

  @Test
  void readsThePythonLinesOf2014() throws IOException {
    ReadResult<Document> result = read("amazon2014-format/meta_2014_excerpt.txt");
    assertEquals(new ReadReport(5, 5, 0, 0, 0, 0, List.of()), result.report());
    assertEquals(
        "Chef Paul Prudhomme's Magic Seasoning Blends ~ Meat Magic, 24-Ounce Canister",
        result.records().get(4).title());
  }

  private static ReadResult<Document> read(String name) throws IOException {
    return AmazonCatalogue.of(RealData.file(name)).strict().read();
  }

  private static void assertClean(Document product) {
    for (String text : List.of(product.title(), product.brand(), product.description())) {
      assertTrue(
          text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0xa0),
          product.id());
      assertEquals(text.strip(), text);
    }
    assertTrue(!product.title().contains("<span") && !product.title().endsWith("/>"), product.id());
  }
}
