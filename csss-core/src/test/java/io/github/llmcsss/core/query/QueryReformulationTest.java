package io.github.llmcsss.core.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryReformulationTest {
  private static final TextWriter NOBODY =
      (prompt, sampling) -> {
        throw new AssertionError("the generator was asked");
      };

  private static SessionState after(String... utterances) {
    List<Turn> turns = new ArrayList<>();
    for (String utterance : utterances) {
      turns.add(new Turn(utterance, Optional.empty()));
    }
    return new SessionState("s", SeedQuery.of("tent"), Optional.empty(), turns);
  }

  private static String recency(SessionState state, String user) throws InterruptedException {
    return QueryReformulation.recency().query(state, user, NOBODY);
  }

  @Test
  void theSeedQueryLosesItsSmallWordsOnly() throws InterruptedException {
    assertEquals("tent two persons", recency(after(), "I want a tent for two persons"));
  }

  @Test
  void theSeedStaysAndLaterUtterancesFade() throws InterruptedException {
    assertEquals(
        "tent green light cheap", recency(after("tent", "is it cheap?", "a light one"), "green?"));
  }

  @Test
  void aWordSaidAgainWeighsMoreAndStandsOnce() throws InterruptedException {
    assertEquals("tents red", recency(after("tents"), "a red tent"));
    assertEquals("red tent blue", recency(after("tent", "blue or red"), "red"));
  }

  @Test
  void onlyTheHeaviestTermsAreKept() throws InterruptedException {
    assertEquals(
        "tent green",
        QueryReformulation.recency(0.5, 2).query(after("tent", "cheap"), "green", NOBODY));
  }

  @Test
  void smallTalkAloneIsSearchedAsItIs() throws InterruptedException {
    assertEquals("is it you?", recency(after(), "is it you?"));
  }

  @Test
  void theGeneratorIsShownWhatWasSaid() throws InterruptedException {
    List<String> asked = new ArrayList<>();
    String query =
        QueryReformulation.rewritten()
            .query(
                after("tent", "cheap"),
                "green",
                (prompt, sampling) -> {
                  asked.add(prompt.toString());
                  return "cheap green tent";
                });
    assertEquals("cheap green tent", query);
    assertTrue(asked.getFirst().contains("- tent\n- cheap\n- green"), asked.toString());
  }

  @Test
  void nothingWrittenFallsBackToRecency() throws InterruptedException {
    QueryReformulation rewritten = QueryReformulation.rewritten();
    assertEquals("tent green", rewritten.query(after("tent"), "green", (p, s) -> ""));
    assertEquals("a tent", rewritten.query(after(), "a tent", NOBODY));
  }

  @Test
  void refusesADecayThatIsNone() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> QueryReformulation.recency(Double.NaN, 3));
    assertEquals("decay must be in (0, 1], but was NaN", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> QueryReformulation.recency(0.5, 0));
  }

  @Test
  void theProvenanceHasTheParameters() {
    assertNotEquals(
        QueryReformulation.recency().provenance(), QueryReformulation.recency(0.5, 3).provenance());
    assertNotEquals(
        QueryReformulation.recency().provenance(), QueryReformulation.rewritten().provenance());
  }
}
