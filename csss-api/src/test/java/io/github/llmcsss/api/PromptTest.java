package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptTest {
  private static final Message SYSTEM = new Message(Role.SYSTEM, "Be kind.");
  private static final Message USER = new Message(Role.USER, "Hello");

  @ParameterizedTest
  @EnumSource(names = {"USER", "ASSISTANT"})
  void isContinuedByEitherSide(Role next) {
    assertEquals(next, new Prompt(List.of(SYSTEM, USER), next).next());
    assertEquals(next, new Prompt(List.of(), next).next());
  }

  @ParameterizedTest
  @EnumSource(names = {"SYSTEM", "DOCUMENTS"})
  void isNotContinuedByWhatNobodySays(Role next) {
    assertRefused("next", next, () -> new Prompt(List.of(USER), next));
  }

  @Test
  void refusesASystemMessageAfterTheFirst() {
    assertRefused("messages", 1, () -> new Prompt(List.of(USER, SYSTEM), Role.ASSISTANT));
    assertRefused("messages", 1, () -> new Prompt(List.of(SYSTEM, SYSTEM), Role.ASSISTANT));
  }

  @Test
  void copiesItsMessages() {
    List<Message> messages = new ArrayList<>(List.of(SYSTEM));
    Prompt prompt = new Prompt(messages, Role.USER);
    messages.add(USER);
    assertEquals(List.of(SYSTEM), prompt.messages());
    assertThrows(UnsupportedOperationException.class, () -> prompt.messages().clear());
  }

  @Test
  void becomesARequestInAConversationOrNot() {
    Prompt prompt = new Prompt(List.of(USER), Role.ASSISTANT);
    GenerationRequest alone = GenerationRequest.of(prompt, Sampling.greedy(3), 7);
    assertEquals(new GenerationRequest(prompt, Sampling.greedy(3), 7, Optional.empty()), alone);
    assertEquals(
        new GenerationRequest(prompt, Sampling.greedy(3), 7, Optional.of("c")),
        alone.inConversation("c"));
  }
}
