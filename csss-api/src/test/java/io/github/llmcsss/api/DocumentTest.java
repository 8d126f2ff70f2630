package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
  private static final Document FULL =
      Document.builder("b1", "Lamp")
          .brand("Fenlicht")
          .features(List.of("bright", "cheap"))
          .description("A lamp.")
          .categories(List.of("Home", "Lamps"))
          .price(19.5)
          .attributes(Map.of("colour", "white"))
          .build();

  @Test
  void hasEverythingButIdAndTitleEmptyByDefault() {
    Document bare = Document.builder("b1", "Lamp").build();
    assertEquals(
        new Document("b1", "Lamp", "", List.of(), "", List.of(), OptionalDouble.empty(), Map.of()),
        bare);
  }

  @Test
  void goesThroughItsBuilderUnchanged() {
    assertEquals(FULL, FULL.toBuilder().build());
    Document bare = Document.builder("b1", "Lamp").build();
    assertEquals(bare, bare.toBuilder().build());
  }

  @Test
  void isChangedByEveryOptionOfTheBuilder() {
    assertNotEquals(FULL, FULL.toBuilder().brand("x").build());
    assertNotEquals(FULL, FULL.toBuilder().features(List.of()).build());
    assertNotEquals(FULL, FULL.toBuilder().description("x").build());
    assertNotEquals(FULL, FULL.toBuilder().categories(List.of()).build());
    assertNotEquals(FULL, FULL.toBuilder().price(1).build());
    assertNotEquals(FULL, FULL.toBuilder().attributes(Map.of()).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void refusesABlankIdOrTitle(String blank) {
    assertRefused("id", "\"" + blank + "\"", () -> Document.builder(blank, "Lamp").build());
    assertRefused("title", "\"" + blank + "\"", () -> Document.builder("b1", blank).build());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.01, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
  void refusesWhatIsNoPrice(double price) {
    assertRefused("price", price, () -> FULL.toBuilder().price(price).build());
  }

  @Property
  void takesAnyPriceFromZeroOn(@ForAll @DoubleRange(min = 0, max = 1e9) double price) {
    assertEquals(OptionalDouble.of(price), FULL.toBuilder().price(price).build().price());
  }

  @Test
  void copiesItsCollections() {
    List<String> features = new ArrayList<>(List.of("bright"));
    List<String> categories = new ArrayList<>(List.of("Home"));
    Map<String, String> attributes = new LinkedHashMap<>(Map.of("colour", "white"));
    Document document =
        Document.builder("b1", "Lamp")
            .features(features)
            .categories(categories)
            .attributes(attributes)
            .build();
    features.add("x");
    categories.clear();
    attributes.clear();
    assertEquals(List.of("bright"), document.features());
    assertEquals(List.of("Home"), document.categories());
    assertEquals(Map.of("colour", "white"), document.attributes());
    assertThrows(UnsupportedOperationException.class, () -> document.features().clear());
    assertThrows(UnsupportedOperationException.class, () -> document.attributes().clear());
  }

  @Test
  void keepsTheOrderOfItsAttributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("z", "1");
    attributes.put("a", "2");
    attributes.put("m", "3");
    Document document = FULL.toBuilder().attributes(attributes).build();
    assertEquals(List.of("z", "a", "m"), List.copyOf(document.attributes().keySet()));
  }
}
