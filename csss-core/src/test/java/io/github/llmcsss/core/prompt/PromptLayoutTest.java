package io.github.llmcsss.core.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PromptLayoutTest {
  private static final List<RetrievedDocument> EARLIER = found("Old Kettle");
  private static final List<RetrievedDocument> NOW = found("New Kettle");
  private static final PromptLayout BARE = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
  private static final SessionState STATE =
      new SessionState(
          "s",
          SeedQuery.of("kettle"),
          Optional.of(new Need("a whistling kettle", Set.of())),
          List.of(turn("kettle", "The Old Kettle?", EARLIER), new Turn("hm", Optional.empty())));

  private static List<RetrievedDocument> found(String title) {
    return List.of(new RetrievedDocument(1, Document.builder(title, title).build(), 1));
  }

  private static Turn turn(String user, String answer, List<RetrievedDocument> documents) {
    return new Turn(
        user,
        Optional.of(new SystemResponse(answer, "q", documents, 0.5, FinishReason.END_OF_TURN)));
  }

  static List<PromptLayout> layouts() {
    return List.of(BARE, PromptLayout.transcript(), PromptLayout.instructed());
  }

  private static String all(Prompt prompt) {
    return String.join("\n", prompt.messages().stream().map(Message::text).toList());
  }

  @Test
  void theTranscriptIsContinuedInTheRoleThatSpeaksNext() {
    Prompt user = BARE.userTurn(STATE);
    assertEquals(Role.USER, user.next());
    assertEquals(
        List.of(Role.SYSTEM, Role.DOCUMENTS, Role.USER, Role.ASSISTANT, Role.USER),
        user.messages().stream().map(Message::role).toList());
    Prompt assistant = BARE.assistantTurn(STATE, "a new one", NOW);
    assertEquals(Role.ASSISTANT, assistant.next());
    assertEquals(
        List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER, Role.USER, Role.DOCUMENTS),
        assistant.messages().stream().map(Message::role).toList());
  }

  @Test
  void theTranscriptOnlyGrows() {
    PromptLayout layout = PromptLayout.transcript();
    SessionState noNeed =
        new SessionState("s", STATE.seed(), Optional.empty(), STATE.turns().subList(0, 1));
    List<Message> before = layout.userTurn(noNeed).messages();
    List<Message> after = layout.assistantTurn(noNeed, "new", NOW).messages();
    assertEquals(before, after.subList(0, before.size()));
  }

  @Test
  void examplesStandBeforeTheSessionWithTheirDocuments() {
    PromptLayout layout =
        PromptLayout.transcript(
            DocumentText.DEFAULT, List.of(turn("cup", "The Old Kettle.", EARLIER)));
    List<Message> messages = layout.userTurn(STATE).messages();
    assertEquals(new Message(Role.USER, "cup"), messages.get(1));
    assertEquals(new Message(Role.DOCUMENTS, "Products:\n- Old Kettle"), messages.get(2));
    assertEquals(new Message(Role.ASSISTANT, "The Old Kettle."), messages.get(3));
    assertEquals(BARE.userTurn(STATE).messages().subList(1, 5), messages.subList(4, 8));
    List<Message> other = layout.assistantTurn(STATE, "hm", NOW).messages();
    assertEquals(messages.subList(0, 4), other.subList(0, 4), "the same for both sides");
  }

  @Test
  void theInstructedShopperWritesAsTheAssistant() {
    Prompt user = PromptLayout.instructed().userTurn(STATE);
    assertEquals(Role.ASSISTANT, user.next());
    assertEquals(
        List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER),
        user.messages().stream().map(Message::role).toList());
    assertEquals("kettle", user.messages().get(2).text());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void onlyTheDocumentsOfTheTurnAreShown(PromptLayout layout) {
    String assistant = all(layout.assistantTurn(STATE, "a new one", NOW));
    assertTrue(assistant.contains("- New Kettle"));
    assertFalse(assistant.contains("- Old Kettle"));
    assertFalse(all(layout.userTurn(STATE)).contains("- Old Kettle"));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void onlyTheShopperKnowsTheNeed(PromptLayout layout) {
    assertTrue(all(layout.userTurn(STATE)).contains("a whistling kettle"));
    assertFalse(all(layout.assistantTurn(STATE, "hm", NOW)).contains("a whistling kettle"));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void nothingFoundIsSaid(PromptLayout layout) {
    List<Message> messages = layout.assistantTurn(STATE, "hm", List.of()).messages();
    assertEquals(new Message(Role.DOCUMENTS, PromptTexts.NO_DOCUMENTS), messages.getLast());
  }

  @Test
  void theProvenanceTellsLayoutsApart() {
    assertNotEquals(PromptLayout.transcript().provenance(), PromptLayout.instructed().provenance());
    assertNotEquals(
        PromptLayout.transcript().provenance(),
        PromptLayout.transcript(new DocumentText(99, 1, "$"), List.of()).provenance());
    assertNotEquals(BARE.provenance(), PromptLayout.transcript().provenance());
    assertEquals(PromptLayout.transcript().provenance(), PromptLayout.transcript().provenance());
  }

  @Test
  void aFinishedSessionGivesBackTheStatesItWasMadeIn() {
    Session session =
        new Session("s", STATE.seed(), 0, STATE.need(), STATE.turns(), EndReason.LENGTH);
    assertEquals(STATE.turns().subList(0, 1), SessionState.before(session, 1).turns());
    assertEquals(STATE.need(), SessionState.before(session, 0).need());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SessionState.before(session, 2));
    assertEquals("turn must be in [0, 2), but was 2", e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aHintStandsBehindAllElseInTheShoppersPromptAlone(PromptLayout layout) {
    String hint = "Next the shopper objects to the product.";
    SessionState hinted = STATE.hinted(Optional.of(hint));
    List<Message> plain = layout.userTurn(STATE).messages();
    List<Message> with = layout.userTurn(hinted).messages();
    assertEquals(plain, with.subList(0, with.size() - 1));
    assertEquals(new Message(Role.DOCUMENTS, hint), with.getLast());
    assertEquals(layout.assistantTurn(STATE, "hm", NOW), layout.assistantTurn(hinted, "hm", NOW));
    assertEquals(Optional.empty(), hinted.plus(new Turn("a", Optional.empty())).hint());
  }
}
