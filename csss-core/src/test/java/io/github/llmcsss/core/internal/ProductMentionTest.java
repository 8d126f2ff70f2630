package io.github.llmcsss.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductMentionTest {
  private static final List<RetrievedDocument> FOUND =
      List.of(
          found(1, "Novara Trail 30L Hiking Backpack, Blue"),
          found(2, "Novara City Laptop Backpack"),
          found(3, "Umbra"));

  private static RetrievedDocument found(int rank, String title) {
    return new RetrievedDocument(rank, Document.builder("p" + rank, title).build(), 1.0 / rank);
  }

  private static boolean named(String answer, String query) {
    return ProductMention.any(answer, query, FOUND);
  }

  @Test
  void theStartOfATitleIsEnough() {
    assertEquals(true, named("Take the Novara Trail, it is light.", "hiking backpack"));
    assertEquals(true, named("the NOVARA city, please", "hiking backpack"));
  }

  @Test
  void aRunOfThreeWordsAnywhereIsEnough() {
    assertEquals(true, named("We have a 30L hiking backpack in stock.", "hiking backpack"));
    assertEquals(false, named("We have a 30L backpack for hiking.", "hiking backpack"));
  }

  @Test
  void wordsOfTheQueryOrOfAnotherTitleAreNotDistinctive() {
    assertEquals(false, named("A city laptop backpack.", "city laptop backpack"));
    assertEquals(false, named("Novara is a good brand.", "hiking backpack"));
  }

  @Test
  void aTitleOfOneWordIsNamedByIt() {
    assertEquals(true, named("The Umbra would do.", "lamp"));
    assertEquals(false, named("The Umbra would do.", "umbra"));
  }

  @Test
  void nothingFoundIsNeverNamed() {
    assertEquals(false, ProductMention.any("Novara Trail", "", List.of()));
  }
}
