package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CitationTest {
  private static final Document LAMP =
      Document.builder("d", "Osmo Lamp")
          .brand("Osmo")
          .features(List.of("Dimmable", "40 cm tall"))
          .categories(List.of("Home", "Lamps"))
          .description("A lamp.")
          .price(24.9)
          .attributes(Map.of("Color", "Red"))
          .build();

  private static Citation citation(int start, int end, int fieldStart, int fieldEnd) {
    return new Citation(
        start, end, ClaimKind.PRODUCT, "d", DocumentField.Single.TITLE, fieldStart, fieldEnd);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title",
        "brand",
        "price",
        "description",
        "features[0]",
        "features[12]",
        "categories[3]",
        "attributes[Color]",
        "attributes[]",
        "attributes[a[0]]"
      })
  void fieldsAreReadBack(String text) {
    assertEquals(text, DocumentField.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Title", "features[]", "features[-1]", "features[9999999999]", "a[0]"})
  void refusesUnknownFields(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> DocumentField.parse(text));
    assertEquals(
        true,
        String.valueOf(refusal.getMessage())
            .startsWith("unknown field \"" + text + "\"; known: ["));
  }

  @Test
  void fieldsKnowTheirTexts() {
    assertEquals("Osmo Lamp", DocumentField.parse("title").text(LAMP));
    assertEquals("Osmo", DocumentField.parse("brand").text(LAMP));
    assertEquals("24.90", DocumentField.parse("price").text(LAMP));
    assertEquals("A lamp.", DocumentField.parse("description").text(LAMP));
    assertEquals("40 cm tall", DocumentField.parse("features[1]").text(LAMP));
    assertEquals("Lamps", DocumentField.parse("categories[1]").text(LAMP));
    assertEquals("Red", DocumentField.parse("attributes[Color]").text(LAMP));
    Document bare = Document.builder("b", "Bare").build();
    for (String field : List.of("price", "features[0]", "categories[7]", "attributes[Color]")) {
      assertEquals("", DocumentField.parse(field).text(bare));
    }
  }

  @Test
  void spansAreNeitherEmptyNorNegative() {
    assertRefused("start", -1, () -> citation(-1, 2, 0, 1));
    assertRefused("end", 2, () -> citation(2, 2, 0, 1));
    assertRefused("fieldStart", -1, () -> citation(0, 2, -1, 1));
    assertRefused("fieldEnd", 0, () -> citation(0, 2, 0, 0));
    assertRefused("end", 3, () -> new UnsupportedClaim(4, 3, ClaimKind.PRICE));
    assertRefused("kind", "WORDS", () -> new UnsupportedClaim(0, 3, ClaimKind.WORDS));
  }

  @Test
  void spansLieInTheAnswer() {
    SystemResponse answer =
        new SystemResponse("Osmo Lamp", "q", List.of(), 0, FinishReason.END_OF_TURN);
    List<Citation> inside = List.of(citation(0, 9, 0, 9));
    assertEquals(inside, answer.withGrounding(inside, List.of()).citations());
    List<Citation> outside = List.of(citation(0, 10, 0, 9));
    assertThrows(IllegalArgumentException.class, () -> answer.withGrounding(outside, List.of()));
    List<UnsupportedClaim> claims = List.of(new UnsupportedClaim(8, 10, ClaimKind.NUMBER));
    assertThrows(IllegalArgumentException.class, () -> answer.withGrounding(List.of(), claims));
  }
}
