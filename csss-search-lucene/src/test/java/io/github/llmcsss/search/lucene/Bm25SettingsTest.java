package io.github.llmcsss.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class Bm25SettingsTest {
  @Test
  void weightsAreZeroOrOneAndMore() {
    assertRefused(Bm25Settings.builder().title(0.5), "title must be 0, or 1 or more, but was 0.5");
    assertRefused(Bm25Settings.builder().brand(-1), "brand must be 0, or 1 or more, but was -1.0");
    assertRefused(
        Bm25Settings.builder().features(Double.NaN),
        "features must be 0, or 1 or more, but was NaN");
    assertRefused(
        Bm25Settings.builder().description(Double.POSITIVE_INFINITY),
        "description must be 0, or 1 or more, but was Infinity");
    assertRefused(
        Bm25Settings.builder().categories(0.99),
        "categories must be 0, or 1 or more, but was 0.99");
  }

  @Test
  void oneFieldMustCount() {
    assertRefused(
        Bm25Settings.builder().title(0).brand(0).features(0).description(0).categories(0),
        "one of the weights must be above 0, but was 0 for all");
  }

  @Test
  void constantsHaveRanges() {
    assertRefused(Bm25Settings.builder().k1(Double.NaN), "k1 must be 0 or more, but was NaN");
    assertRefused(Bm25Settings.builder().k1(-0.1), "k1 must be 0 or more, but was -0.1");
    assertRefused(Bm25Settings.builder().b(1.1), "b must be 0 to 1, but was 1.1");
    assertRefused(Bm25Settings.builder().b(Double.NaN), "b must be 0 to 1, but was NaN");
    assertRefused(
        Bm25Settings.builder().maximumTerms(0), "maximumTerms must be 1 to 200, but was 0");
    assertRefused(
        Bm25Settings.builder().maximumTerms(201), "maximumTerms must be 1 to 200, but was 201");
  }

  @Test
  void rankingsHaveRanges() {
    WordEmbedder embedder = new WordEmbedder(4, 1);
    assertEquals(
        "candidates must be 1 or more, but was 0",
        assertThrows(IllegalArgumentException.class, () -> new Ranking.Dense(embedder, 0))
            .getMessage());
    Ranking.Dense dense = new Ranking.Dense(embedder, 1);
    assertEquals(
        "rankConstant must be 1 or more, but was 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Ranking.Hybrid(Bm25Settings.DEFAULT, dense, 0))
            .getMessage());
  }

  private static void assertRefused(Bm25Settings.Builder builder, String message) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }
}
