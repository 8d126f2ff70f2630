package io.github.llmcsss.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.llmcsss.api.FinishReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Planted cases, and ordinary texts beside them; more stand in {@code TurnChecksTest}. */
class TurnFiltersTest {
  private static final String FEATURE =
      "Boils two litres of water in three minutes and keeps it warm";

  @Test
  void emptyTextsAreFound() {
    EmptyTurn filter = new EmptyTurn();
    assertEquals("empty", Texts.reason(filter.check(Texts.shopper(" \u2026?! "))));
    assertEquals("empty", Texts.reason(filter.check(Texts.opening("?"))));
    assertEquals(Optional.empty(), filter.check(Texts.shopper("\u6c34")));
  }

  @Test
  void cutOffTextsAreFound() {
    CutOffTurn filter = new CutOffTurn();
    FinishReason full = FinishReason.MAXIMUM_TOKENS;
    assertEquals("cut-off", Texts.reason(filter.check(Texts.assistant("It holds", full))));
    assertEquals(Optional.empty(), filter.check(Texts.assistant("It holds two.\u201d", full)));
    assertEquals(Optional.empty(), filter.check(Texts.assistant("It holds")));
  }

  @Test
  void repetitionHasThresholds() {
    String again = "It is quiet and it is quiet and it is quiet and it is quiet";
    assertEquals("circles", Texts.reason(Repetition.DEFAULT.check(Texts.assistant(again))));
    assertEquals(Optional.empty(), new Repetition(0.1, 0.8).check(Texts.assistant(again)));
    String half = "The Tilk kettle holds two litres, but I have not seen a louder one.";
    assertEquals(Optional.empty(), Repetition.DEFAULT.check(Texts.assistant(half)));
    assertEquals("repeated", Texts.reason(new Repetition(0.5, 0.2).check(Texts.assistant(half))));
    assertEquals("echo", Texts.reason(Repetition.DEFAULT.check(Texts.assistant("Is it loud"))));
  }

  @Test
  void rolesAreConfusedByTheirOwnWordsAlone() {
    RoleConfusion filter = new RoleConfusion();
    Finding finding = filter.check(Texts.shopper("How can I help you?")).orElseThrow();
    assertEquals(new Finding("role-confusion", "How can I help"), finding);
    assertEquals(Optional.empty(), filter.check(Texts.assistant("How can I help you?")));
    assertEquals(Optional.empty(), filter.check(Texts.opening("how can i help my dog")));
  }

  @Test
  void lengthsOfTurnsAreBounded() {
    TurnLength filter = new TurnLength(2, 4);
    assertEquals("turn-too-short", Texts.reason(filter.check(Texts.shopper("No."))));
    assertEquals(
        new Finding("turn-too-long", "5 words"),
        filter.check(Texts.shopper("one two three four five")).orElseThrow());
    assertEquals(Optional.empty(), filter.check(Texts.shopper("one two three four")));
    assertEquals(
        "turn-too-long", Texts.reason(TurnLength.DEFAULT.check(Texts.shopper("w ".repeat(251)))));
  }

  @Test
  void lengthsOfSessionsAreBounded() {
    SessionLength filter = new SessionLength(2, 3, 6, 12);
    assertEquals("too-few-turns", Texts.reason(filter.check(Texts.session("a b", "c d e f"))));
    assertEquals(
        "too-many-turns",
        Texts.reason(filter.check(Texts.session("a", "b", "c", "d", "e", "f", "g", "h"))));
    assertEquals("too-few-words", Texts.reason(filter.check(Texts.session("a", "b", "c"))));
    assertEquals(
        "too-many-words",
        Texts.reason(filter.check(Texts.session("a b c d e f", "b c d e f g", "c"))));
    assertEquals(Optional.empty(), filter.check(Texts.session("a b", "c d", "e f")));
    assertEquals(
        "too-few-words", Texts.reason(SessionLength.DEFAULT.check(Texts.session("hi", "ok"))));
  }

  @Test
  void textCopiedFromDocumentsAndNeedIsFound() {
    CopiedText filter = CopiedText.within(10);
    assertEquals(
        new Finding("copied-document", "boils two litres of water in three minutes and keeps"),
        filter
            .check(Texts.assistant("It BOILS two litres of water in three minutes and keeps it"))
            .orElseThrow());
    assertEquals("copied-document", Texts.reason(filter.check(Texts.assistant(FEATURE))));
    assertEquals(Optional.empty(), CopiedText.within(13).check(Texts.assistant(FEATURE)));
    assertEquals(
        "copied-need",
        Texts.reason(
            filter.check(
                Texts.shopper("a quiet kettle of steel for a small kitchen with thin walls"))));
    assertEquals(Optional.empty(), filter.check(Texts.assistant("I have " + Texts.KETTLE.title())));
    assertEquals(Optional.empty(), filter.check(Texts.opening(FEATURE)));
  }

  @Test
  void suppliedTextsAreFound() {
    List<String> reviews =
        List.of("I bought this for my wife and she uses it every single day.", "Great!");
    CopiedText filter = CopiedText.with(25, 6, reviews);
    assertEquals(
        new Finding("copied-text", "my wife and she uses it"),
        filter.check(Texts.assistant("Well: my wife, and she uses it daily.")).orElseThrow());
    assertEquals(Optional.empty(), filter.check(Texts.assistant("my wife and she used it daily")));
    assertEquals("copied-text", Texts.reason(filter.check(Texts.session("q", reviews.getFirst()))));
    CopiedText other = CopiedText.with(25, 6, List.of("Great!"));
    assertEquals(false, filter.provenance().equals(other.provenance()));
  }

  @Test
  void thresholdsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new Repetition(Double.NaN, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new Repetition(0.5, 1.5));
    assertThrows(IllegalArgumentException.class, () -> new TurnLength(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new SessionLength(0, 2, 0, 5));
    assertThrows(IllegalArgumentException.class, () -> CopiedText.within(1));
    assertThrows(IllegalArgumentException.class, () -> new NearDuplicates(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Finding.of("Too long"));
  }
}
