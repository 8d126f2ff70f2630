package io.github.llmcsss.core.grounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.prompt.PromptLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LeakageGuardTest {
  private static final SeedQuery SEED = SeedQuery.of("hiking backpack");
  private static final Need NEED =
      new Need("a backpack; colour blue; of 30 L", Set.of("B0TARGET99", "7"));
  private static final Turn TURN =
      new Turn(
          "hiking backpack",
          Optional.of(
              new SystemResponse(
                  "The Novara Trail 30L Hiking Backpack would do.",
                  "hiking backpack",
                  GroundingTest.found(
                      Document.builder("B0NOVARA01", "Novara Trail 30L Hiking Backpack").build(),
                      Document.builder("B0TILKXX02", "Tilk Summit Ridge Hiking Pack TK-4500")
                          .brand("Tilk")
                          .build()),
                  1,
                  FinishReason.END_OF_TURN)));

  private static boolean leaks(String utterance) {
    return LeakageGuard.after(SEED, Optional.of(NEED), List.of(TURN)).leaks(utterance);
  }

  @Test
  void idsLeak() {
    assertTrue(leaks("Do you have B0TARGET99?"));
    assertTrue(leaks("Is b0tilkxx02 in stock?"));
    assertFalse(leaks("I need 7 of them"), "a short id looks like a number");
    assertFalse(leaks("What about XB0TARGET999?"), "another id");
  }

  @Test
  void namesThatWereRetrievedAndNotMentionedLeak() {
    assertTrue(leaks("How about the Tilk Summit Ridge?"));
    assertTrue(leaks("I want the tilk summit ridge hiking pack"));
    assertTrue(
        leaks("I was thinking of a TK-4500, or the like") || leaks("the Summit Ridge Hiking Pack"));
  }

  @Test
  void whatWasSaidOrIsGeneralDoesNot() {
    assertFalse(leaks("How much is the Novara Trail 30L Hiking Backpack?"));
    assertFalse(leaks("Do you have one by Tilk?"));
    assertFalse(leaks("A Tilk backpack in blue for hiking, of 30 L"));
    assertFalse(leaks("I want a pack for a hiking trip on a ridge"));
    assertFalse(leaks(""));
  }

  @Test
  void nothingIsKnownBeforeTheFirstSearch() {
    LeakageGuard guard = new LeakageGuard(SEED, Optional.of(NEED));
    assertFalse(guard.leaks("the Tilk Summit Ridge Hiking Pack"), "no search has found it");
    assertTrue(guard.leaks("B0TARGET99"));
    assertFalse(
        new LeakageGuard(SeedQuery.of("B0TARGET99"), Optional.of(NEED)).leaks("B0TARGET99"));
  }

  @Test
  void whatLeakedIsNotKnownByHavingBeenSaid() {
    Turn leaking = new Turn("B0TARGET99!", Optional.empty(), Optional.empty(), true);
    LeakageGuard guard = LeakageGuard.after(SEED, Optional.of(NEED), List.of(TURN, leaking));
    assertTrue(guard.leaks("As I said, B0TARGET99"));
    guard.add(new Turn("B0TARGET99?", Optional.empty()));
    assertFalse(guard.leaks("As I said, B0TARGET99"));
  }

  @Test
  void namesFromTheExamplesOfAPromptLeak() {
    LeakageGuard guard = LeakageGuard.after(SEED, Optional.of(NEED), List.of(TURN));
    String utterance = "What about the Velo Loop Bike Lock?";
    assertEquals(false, guard.leaks(utterance));
    guard.hiding(PromptLayout.transcript().exampleDocuments());
    assertEquals(true, guard.leaks(utterance));
    assertEquals(false, guard.leaks("What about a bike lock?"));
  }

  @Property(tries = 200)
  void anythingMayBeSaid(@ForAll("texts") String utterance) {
    boolean once = leaks(utterance);
    assertEquals(once, leaks(utterance));
  }

  @Provide
  Arbitrary<String> texts() {
    return Hostile.texts();
  }
}
