package io.github.llmcsss.core.grounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.DocumentField;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.UnsupportedClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroundingTest {
  private static final List<RetrievedDocument> FOUND =
      found(
          Document.builder("p1", "Novara Trail 30L Hiking Backpack, Blue")
              .brand("Novara")
              .features(List.of("Weighs 0.9 kg and fits a 2 L bladder", "Padded hip belt"))
              .price(64.95)
              .attributes(Map.of("Color", "Ocean Blue", "Pockets", "7"))
              .build(),
          Document.builder("p2", "Tilk City Laptop Backpack")
              .brand("Tilk")
              .description("For the office. Holds a laptop of up to 15.6 inches.")
              .price(49)
              .build(),
          Document.builder("p3", "Osmo Drybag").categories(List.of("Sports", "Dry Sacks")).build());

  static List<RetrievedDocument> found(Document... documents) {
    List<RetrievedDocument> found = new ArrayList<>();
    for (Document document : documents) {
      found.add(new RetrievedDocument(found.size() + 1, document, 1));
    }
    return found;
  }

  private static Grounding of(String answer) {
    return Grounding.of(answer, FOUND, List.of(), "a backpack");
  }

  /** Citations as {@code words -> id field words}. */
  private static List<String> cited(String answer) {
    return of(answer).citations().stream()
        .map(one ->
            answer.substring(one.start(), one.end())
                + " -> "
                + one.documentId()
                + " "
                + one.field()
                + " "
                + source(one).substring(one.fieldStart(), one.fieldEnd()))
        .toList();
  }

  private static String source(Citation one) {
    return FOUND.stream()
        .map(RetrievedDocument::document)
        .filter(document -> document.id().equals(one.documentId()))
        .map(document -> one.field().text(document))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> unsupported(String answer) {
    return words(answer, of(answer).unsupported());
  }

  private static List<String> words(String answer, List<UnsupportedClaim> claims) {
    return claims.stream()
        .map(claim -> claim.kind() + " " + answer.substring(claim.start(), claim.end()))
        .toList();
  }

  @Test
  void citesNamesPricesNumbersAndWords() {
    assertEquals(
        List.of(
            "Novara Trail -> p1 title Novara Trail",
            "$64.95 -> p1 price 64.95",
            "900 g -> p1 features[0] 0.9 kg",
            "ocean blue -> p1 attributes[Color] Ocean Blue"),
        cited("The Novara Trail costs $64.95, weighs 900 g and comes in ocean blue."));
    assertEquals(
        List.of(
            "Tilk -> p2 brand Tilk",
            "holds a laptop of up to -> p2 description Holds a laptop of up to",
            "15.6\" -> p2 description 15.6 inches"),
        cited("The one from Tilk holds a laptop of up to 15.6\"."));
    assertEquals(List.of("Osmo Drybag -> p3 title Osmo Drybag"), cited("Or take the Osmo Drybag!"));
  }

  @Test
  void namesMayLeaveWordsOut() {
    assertEquals(
        List.of("Novara Backpack -> p1 title Novara Trail 30L Hiking Backpack"),
        cited("I like the Novara Backpack."));
    assertEquals(
        List.of("City Laptop Backpack -> p2 title City Laptop Backpack"),
        cited("Our City Laptop Backpack is popular."));
    assertEquals(List.of(), cited("A backpack for hiking, or a laptop bag for the city?"));
  }

  @Test
  void aNameOfAnotherProductIsInvented() {
    assertEquals(List.of("PRODUCT Umbra Ridge"), unsupported("Take the Umbra Ridge."));
    assertEquals(List.of("PRODUCT Novara Summit 30L"), unsupported("Take the Novara Summit 30L."));
    assertEquals(
        List.of("PRODUCT Tilk Trail Daypack"), unsupported("The Tilk Trail Daypack is nice."));
    assertEquals(
        List.of("PRODUCT comfy cloud bag", "PRICE $20"),
        unsupported("Or the comfy cloud bag ($20)."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Great Choice! Happy Shopping!",
        "Here are the Key Features:",
        "Would you like Ocean Blue, or a Padded Hip Belt?",
        "It has Bluetooth 5.3 and USB-C.",
        "Novara and Tilk are Popular Brands.",
        "On Monday I will be in New York.",
        "I am sorry. We have no Red ones."
      })
  void capitalsAloneInventNothing(String answer) {
    assertEquals(List.of(), unsupported(answer));
  }

  @Test
  void aPriceBelongsToTheProductOfItsSentence() {
    assertEquals(List.of(), unsupported("The Novara Trail is $64.95, the Tilk City is $49."));
    assertEquals(List.of("PRICE $49"), unsupported("The Novara Trail is $49."));
    assertEquals(List.of("PRICE $49"), unsupported("Take the Novara Trail. It costs $49."));
    assertEquals(List.of(), unsupported("There is the Novara Trail. A cheaper one costs $49."));
    assertEquals(List.of("PRICE $64.95"), unsupported("The Osmo Drybag is $64.95."));
  }

  @Test
  void anyDocumentSupportsANumber() {
    assertEquals(List.of(), unsupported("The Tilk City Laptop Backpack has 7 pockets and 30 L."));
    assertEquals(
        List.of("NUMBER 45 L", "NUMBER 2 kg"), unsupported("It holds 45 L and weighs 2 kg."));
  }

  @Test
  void whatTheShopperSaidIsNeitherCitedNorInvented() {
    List<Turn> history = List.of(new Turn("something for my Umbra Ridge", Optional.empty()));
    String answer = "Under $30 and 40 L for the Umbra Ridge? I have none.";
    assertEquals(
        new Grounding(List.of(), List.of()),
        Grounding.of(answer, FOUND, history, "under 30 dollars and 40 liters"));
    assertEquals(
        List.of("PRICE $30", "NUMBER 40 L", "PRODUCT Umbra Ridge"),
        words(answer, Grounding.of(answer, FOUND, List.of(), "a bag").unsupported()));
  }

  @Test
  void whatWasRetrievedEarlierIsNotInvented() {
    Document earlier = Document.builder("e", "Quill Pannier Bag, 18 L").price(77).build();
    SystemResponse before =
        new SystemResponse("Hm.", "q", found(earlier), 0, FinishReason.END_OF_TURN);
    List<Turn> history = List.of(new Turn("a bag", Optional.of(before)));
    String answer = "The Quill Pannier Bag holds 18 L. That one is $77.";
    Grounding now = Grounding.of(answer, FOUND, history, "and?");
    assertEquals(List.of(), now.unsupported());
    assertEquals(List.of(), now.citations());
    String mixed = "The Novara Trail is $77.";
    assertEquals(
        List.of("PRICE $77"),
        words(mixed, Grounding.of(mixed, FOUND, history, "and?").unsupported()));
    assertEquals(
        List.of("PRODUCT Quill Pannier Bag", "NUMBER 18 L", "PRICE $77"),
        words(answer, Grounding.of(answer, FOUND, List.of(), "and?").unsupported()));
  }

  @Test
  void nothingRetrievedSupportsNothing() {
    Grounding alone = Grounding.of("The Novara Trail is $5.", List.of(), List.of(), "a bag");
    assertEquals(List.of(), alone.citations());
    assertEquals(
        List.of(ClaimKind.PRODUCT, ClaimKind.PRICE),
        alone.unsupported().stream().map(UnsupportedClaim::kind).toList());
    assertEquals(false, alone.supported());
  }

  @Property(tries = 400)
  void hostileTextsGiveValidSpans(
      @ForAll("texts") String answer,
      @ForAll("texts") String title,
      @ForAll("texts") String feature,
      @ForAll("texts") String user) {
    Document document =
        Document.builder("h", title.isBlank() ? "x" : title)
            .features(List.of(feature))
            .brand(user)
            .attributes(Map.of(feature, title))
            .build();
    Grounding grounding = Grounding.of(answer, found(document), List.of(), user);
    assertValid(answer, found(document), grounding);
    Grounding own = Grounding.of(document.title() + " " + feature, found(document), List.of(), "");
    assertValid(document.title() + " " + feature, found(document), own);
  }

  @Property(tries = 2000)
  void namesOfFewWordsGiveValidSpans(
      @ForAll("phrases") String answer,
      @ForAll("phrases") String title,
      @ForAll("phrases") String other,
      @ForAll("phrases") String brand) {
    List<RetrievedDocument> documents =
        found(
            Document.builder("p", title).brand(brand).build(),
            Document.builder("q", other).brand(brand).build());
    assertValid(answer, documents, Grounding.of(answer, documents, List.of(), ""));
  }

  /** So few words that answer, titles and brands share most of them. */
  @Provide
  Arbitrary<String> phrases() {
    return Arbitraries.of("Red", "Osmo", "Lamp", "of", "and", "the", "Trail", "lamps", "Lamp,")
        .list()
        .ofMinSize(1)
        .ofMaxSize(7)
        .map(words -> String.join(" ", words));
  }

  @Test
  void aBrandBeforeALittleWordIsNoName() {
    List<RetrievedDocument> documents =
        found(Document.builder("p", "Lamp of Steel and Glass").brand("Osmo Light").build());
    String answer = "We have Osmo Light and others.";
    assertEquals(
        List.of(ClaimKind.WORDS),
        Grounding.of(answer, documents, List.of(), "").citations().stream()
            .map(Citation::kind)
            .toList());
  }

  @Provide
  Arbitrary<String> texts() {
    return Hostile.texts();
  }

  /** Spans lie in their texts, and none overlaps another. */
  static void assertValid(String answer, List<RetrievedDocument> documents, Grounding grounding) {
    Map<String, Document> byId = new HashMap<>();
    documents.forEach(found -> byId.put(found.document().id(), found.document()));
    boolean[] taken = new boolean[answer.length()];
    for (Citation citation : grounding.citations()) {
      take(taken, citation.start(), citation.end());
      Document document = Objects.requireNonNull(byId.get(citation.documentId()));
      assertTrue(citation.fieldEnd() <= citation.field().text(document).length());
    }
    for (UnsupportedClaim claim : grounding.unsupported()) {
      take(taken, claim.start(), claim.end());
    }
  }

  private static void take(boolean[] taken, int start, int end) {
    for (int i = start; i < end; i++) {
      assertEquals(false, taken[i]);
      taken[i] = true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a ",
        "Novara ",
        "Trail Novara ",
        "12 ",
        "$1,",
        "5 cm ",
        "1-",
        "Umbra X200 of ",
        "(",
        "the ",
        "fl. ",
        "'",
        "\"5\"",
        "Weighs 0.9 kg and fits ",
        "the bag ($5) "
      })
  void longTextsTakeNoLongerThanTheyShould(String piece) {
    String text = piece.repeat(1_000_000 / piece.length());
    Document document =
        Document.builder("h", text)
            .brand(piece.strip())
            .features(List.of(text))
            .description(text)
            .build();
    Duration limit = Duration.ofSeconds(20);
    assertTimeoutPreemptively(
        limit,
        () -> Grounding.of(text, found(document), List.of(new Turn(text, Optional.empty())), text));
  }

  @Test
  void fieldsOfCitationsAreKnown() {
    assertEquals(
        DocumentField.Single.PRICE, of("The Tilk City is $49.").citations().getLast().field());
  }
}
