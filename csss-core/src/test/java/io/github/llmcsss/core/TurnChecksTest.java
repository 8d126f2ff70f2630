package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.filter.Filters;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnChecksTest {
  private static final String ANSWER = "The Tilk kettle holds two litres and has a cool handle.";
  private static final SessionState STATE =
      new SessionState(
          "s",
          SeedQuery.of("steel kettle"),
          Optional.empty(),
          List.of(
              new Turn(
                  "steel kettle",
                  Optional.of(
                      new SystemResponse(ANSWER, "q", List.of(), 0, FinishReason.END_OF_TURN)))));

  private static final TurnChecks CHECKS = new TurnChecks(Filters.standard());

  private static Optional<String> user(String text) {
    return user(text, FinishReason.END_OF_TURN);
  }

  private static Optional<String> user(String text, FinishReason finish) {
    return CHECKS.user(text, finish, STATE).map(Defect::reason);
  }

  private static Optional<String> assistant(String text) {
    return CHECKS
        .assistant(text, FinishReason.END_OF_TURN, STATE, "is it loud?", List.of())
        .map(Defect::reason);
  }

  @Test
  void ordinaryTurnsPass() {
    assertEquals(Optional.empty(), user("Does it whistle? Let me know if you can ship it."));
    assertEquals(Optional.empty(), assistant("Yes, I think the Tilk kettle is what you need."));
    assertEquals(Optional.empty(), assistant("You said you are looking for a kettle: the Tilk."));
  }

  @Test
  void wordsAreNeeded() {
    assertEquals(Optional.of("empty"), user(""));
    assertEquals(Optional.of("empty"), assistant("... !"));
  }

  @Test
  void aTextThatUsedUpItsRoomMustEndASentence() {
    assertEquals(Optional.of("cut-off"), user("Does it whistle when", FinishReason.MAXIMUM_TOKENS));
    assertEquals(Optional.empty(), user("Does it \"whistle?\"", FinishReason.MAXIMUM_TOKENS));
    assertEquals(Optional.empty(), user("Does it whistle when"));
  }

  @Test
  void whatWasSaidBeforeIsNotSaidAgain() {
    assertEquals(Optional.of("repeated"), user("Steel kettle!"));
    assertEquals(Optional.of("echo"), user(ANSWER));
    assertEquals(Optional.of("repeated"), assistant(ANSWER + " Really."));
    assertEquals(Optional.of("echo"), assistant("Is it loud?"));
    assertEquals(
        Optional.empty(), assistant("The Brenn kettle holds one litre and has a green lid."));
  }

  @Test
  void aTextDoesNotGoInCircles() {
    assertEquals(
        Optional.of("circles"), user("I want it now, I want it now, I want it now, I want it now"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Assistant: it whistles.",
        "User: hello there",
        "As an AI language model, I cannot buy things.",
        "How can I help you today?",
        "I'd recommend the Tilk kettle.",
        "I would be happy to help you with that.",
        "Here are some kettles you may like.",
      })
  void theShopperDoesNotSpeakAsTheAssistant(String text) {
    assertEquals(Optional.of("role-confusion"), user(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Shopper: I like it",
        "I'm looking for a kettle that whistles.",
        "I need a kettle.",
        "I'm an AI and have no hands.",
      })
  void theAssistantDoesNotSpeakAsTheShopper(String text) {
    assertEquals(Optional.of("role-confusion"), assistant(text));
  }
}
