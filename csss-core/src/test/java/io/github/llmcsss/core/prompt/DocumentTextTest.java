package io.github.llmcsss.core.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DocumentTextTest {
  private static final Document TENT =
      Document.builder("t", "Osmo Dome\u2028Tent")
          .brand("Osmo")
          .features(List.of("Two\npersons", "3 kg", "never shown"))
          .price(99.5)
          .build();

  @Test
  void showsTitlePriceAndTheFirstFeaturesOnOneLine() {
    assertEquals("Osmo Dome Tent, $99.50. Two persons; 3 kg", DocumentText.DEFAULT.render(TENT));
  }

  @Test
  void showsABrandThatTheTitleDoesNotHave() {
    Document lamp = Document.builder("l", "Desk Lamp").brand("Brenn").build();
    assertEquals("Desk Lamp by Brenn", DocumentText.DEFAULT.render(lamp));
  }

  @Test
  void listsTheDocumentsByRank() {
    List<RetrievedDocument> found =
        List.of(
            new RetrievedDocument(1, TENT, 2),
            new RetrievedDocument(2, Document.builder("b", "Bivy").build(), 1));
    assertEquals(
        "- Osmo Dome Tent, EUR 99.50\n- Bivy", new DocumentText(100, 0, "EUR ").render(found));
    assertEquals("", DocumentText.DEFAULT.render(List.of()));
  }

  @Property(tries = 300)
  void isNeverLongerThanAllowed(@ForAll String title, @ForAll @IntRange(min = 20, max = 60) int n) {
    Document document = Document.builder("x", "A " + title).features(List.of(title)).build();
    String text = new DocumentText(n, 1, "$").render(document);
    assertTrue(text.length() <= n);
    assertTrue(text.lines().count() == 1);
  }

  @Test
  void cutsALongTitleWhereItsPropertiesBegin() {
    assertEquals(
        "Osmo Domed Tent",
        title("Osmo Domed Tent, 2 Persons, Green, with Bag and Pegs and Rope and Lamp"));
    assertEquals(
        "Tent, Osmo Dome 2 Persons",
        title("Tent, Osmo Dome 2 Persons - with Bag and Pegs and Rope and a Lamp"));
    assertEquals(
        "Osmo Dome Tent for two persons who carry all of it in their",
        title("Osmo Dome Tent for two persons who carry all of it in their rucksacks"));
    assertEquals("Tent, green", title("Tent, green"));
  }

  private static String title(String title) {
    return DocumentText.DEFAULT.render(Document.builder("t", title).build());
  }

  @Test
  void refusesNoRoom() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new DocumentText(5, 1, "$"));
    assertEquals("maximumCharacters must be 20 or more, but was 5", e.getMessage());
  }
}
