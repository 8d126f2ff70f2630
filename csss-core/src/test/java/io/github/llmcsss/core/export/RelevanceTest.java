package io.github.llmcsss.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelevanceTest {
  @Test
  void acceptedBeforeCitedBeforeRetrieved() {
    assertEquals(
        List.of(Map.of("p1", 2, "p2", 3, "p 3", 1), Map.of("p2", 3, "p1", 2), Map.of()),
        Relevance.grades(SampleRun.ACCEPTED));
  }

  @Test
  void nothingIsAcceptedWhereTheShopperDoesNotAccept() {
    Session left = SampleRun.ACCEPTED;
    Session session =
        new Session(left.id(), left.seed(), 0, left.need(), left.turns(), EndReason.FAREWELL);
    assertEquals(
        List.of(Map.of("p1", 2, "p2", 1, "p 3", 1), Map.of("p2", 2, "p1", 2), Map.of()),
        Relevance.grades(session));
  }

  @Test
  void theOrderIsThatOfTheRanking() {
    assertEquals(
        List.of("p1", "p2", "p 3"),
        List.copyOf(Relevance.grades(SampleRun.ACCEPTED).getFirst().keySet()));
  }

  @Test
  void aSessionWithoutAnAnswerHasNoGrades() {
    assertEquals(List.of(Map.of()), Relevance.grades(SampleRun.UNANSWERED));
  }
}
