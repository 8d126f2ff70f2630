package io.github.llmcsss.core.shopper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.Quirk;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MoveShoppersTest {
  private static final SeedQuery SEED = SeedQuery.of("lamp");
  private static final int TURNS = 6;

  private static Turn turn(String answer, boolean found, ShopperAct... act) {
    List<RetrievedDocument> documents =
        found
            ? List.of(new RetrievedDocument(1, Document.builder("d", "Lamp").build(), 1))
            : List.of();
    Turn turn =
        new Turn(
            "lamp",
            Optional.of(
                new SystemResponse(answer, "lamp", documents, 0, FinishReason.END_OF_TURN)));
    return act.length == 0 ? turn : turn.labelled(act[0].label());
  }

  private static List<ShopperAct> session(
      ShopperModel model, long seed, String answer, boolean found) {
    Shopper shopper = model.shopper(SEED, Optional.empty(), TURNS, new SplittableRandom(seed));
    List<Turn> turns = new ArrayList<>(List.of(turn(answer, found)));
    List<ShopperAct> acts = new ArrayList<>();
    while (turns.size() < TURNS) {
      SessionState state = new SessionState("s", SEED, Optional.empty(), turns);
      ShopperAct act =
          shopper.act(state, turns.size() >= 2, new SplittableRandom(seed + 7919L * turns.size()));
      acts.add(act);
      turns.add(turn(answer, found, act));
    }
    return acts;
  }

  private static List<ShopperAct> acts(
      UnaryOperator<MoveShoppers.Builder> change, String answer, boolean found) {
    ShopperModel model = change.apply(MoveShoppers.builder()).build();
    List<ShopperAct> acts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      acts.addAll(session(model, i * 104_729L, answer, found));
    }
    return acts;
  }

  private static Map<Move, Double> shares(List<ShopperAct> acts) {
    Map<Move, Double> shares = new EnumMap<>(Move.class);
    acts.forEach(act -> shares.merge(act.label().move(), 1.0 / acts.size(), Double::sum));
    return shares;
  }

  private static double share(List<ShopperAct> acts, Move move) {
    return shares(acts).getOrDefault(move, 0.0);
  }

  private static double rate(List<ShopperAct> acts, Quirk quirk) {
    return (double) acts.stream().filter(act -> act.label().quirks().contains(quirk)).count()
        / acts.size();
  }

  @Test
  void theFirstMoveFollowsTheTable() {
    MoveTable table = MoveTable.standard();
    Map<Move, Double> expected = table.probabilities(1, Optional.of(false), Optional.empty());
    ShopperModel model = MoveShoppers.builder().build();
    List<ShopperAct> first = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      first.add(session(model, i * 104_729L, "Take it.", true).getFirst());
    }
    double left =
        1 - expected.getOrDefault(Move.ACCEPT, 0.0) - expected.getOrDefault(Move.GIVE_UP, 0.0);
    for (Move move : List.of(Move.REVEAL, Move.REFINE, Move.ASK_DETAIL, Move.OBJECT)) {
      assertEquals(expected.getOrDefault(move, 0.0) / left, share(first, move), 0.03, "" + move);
    }
    assertEquals(0, share(first, Move.ACCEPT));
    assertEquals(0, share(first, Move.GIVE_UP));
  }

  @Test
  void aReactiveShopperHearsTheAssistant() {
    List<ShopperAct> told = acts(b -> b, "Take it.", true);
    List<ShopperAct> asked = acts(b -> b, "Which colour?", true);
    assertTrue(
        share(asked, Move.REVEAL) > share(told, Move.REVEAL) + 0.05,
        shares(asked) + " " + shares(told));
    assertTrue(told.stream().noneMatch(act -> act.label().planned()));
  }

  @Test
  void aReactiveShopperGivesUpWhereNothingIsFound() {
    List<ShopperAct> nothing = acts(b -> b, "Sorry.", false);
    assertTrue(share(nothing, Move.GIVE_UP) > 0.4, shares(nothing).toString());
    assertEquals(0, share(nothing, Move.ASK_DETAIL));
    List<ShopperAct> patient = acts(b -> b.patience(50), "Sorry.", false);
    assertTrue(share(patient, Move.GIVE_UP) < 0.1, shares(patient).toString());
  }

  @Test
  void aPlannedShopperHearsNothing() {
    List<ShopperAct> told = acts(b -> b.planned(true), "Take it.", true);
    assertEquals(told, acts(b -> b.planned(true), "Which colour?", false));
    assertTrue(told.stream().allMatch(act -> act.label().planned()));
    for (int i = 0; i < told.size(); i++) {
      boolean last = i % (TURNS - 1) == TURNS - 2;
      assertTrue(last || !MoveEstimator.ends(told.get(i).label().move()));
    }
    assertTrue(share(told, Move.ACCEPT) > 0.005, shares(told).toString());
  }

  @Test
  void hintsSayTheMoveAndTheStyle() {
    List<ShopperAct> terse = acts(b -> b.styles(1, 0), "Take it.", true);
    assertTrue(
        terse.stream().allMatch(act -> act.hint().orElseThrow().endsWith(" in very few words.")));
    List<ShopperAct> chatty = acts(b -> b.styles(0, 1), "Take it.", true);
    assertTrue(
        chatty.stream().allMatch(act -> act.hint().orElseThrow().endsWith(" at some length.")));
    assertEquals(
        List.of("Next the shopper compares two products."),
        acts(b -> b.styles(0, 0), "Take it.", true).stream()
            .filter(act -> act.label().move() == Move.COMPARE)
            .map(act -> act.hint().orElseThrow())
            .distinct()
            .toList());
    List<ShopperAct> silent = acts(b -> b.hints(false), "Take it.", true);
    assertTrue(silent.stream().allMatch(act -> act.hint().isEmpty()));
    assertEquals(shares(acts(b -> b, "Take it.", true)), shares(silent));
  }

  @Test
  void quirksComeAtTheirRates() {
    List<ShopperAct> none = acts(b -> b, "Take it.", true);
    assertTrue(none.stream().allMatch(act -> act.label().quirks().isEmpty() && !act.leaves()));
    assertEquals(0.3, rate(acts(b -> b.typoRate(0.3), "Take it.", true), Quirk.TYPO), 0.04);
    List<ShopperAct> switching = acts(b -> b.topicSwitchRate(0.2), "Take it.", true);
    double going =
        switching.stream().filter(act -> !MoveEstimator.ends(act.label().move())).count();
    assertEquals(0.2, rate(switching, Quirk.TOPIC_SWITCH) * switching.size() / going, 0.04);
    for (ShopperAct act : switching) {
      if (act.label().quirks().contains(Quirk.TOPIC_SWITCH)) {
        assertEquals(Move.CHANGE_MIND, act.label().move());
        assertTrue(act.hint().orElseThrow().contains("another kind of product"));
      }
    }
    assertTrue(rate(acts(b -> b.zeroResultRate(0.5), "Ok.", true), Quirk.ZERO_RESULTS) > 0.35);
    List<ShopperAct> leaving = acts(b -> b.abandonmentRate(0.5), "Ok.", true);
    // The first act may not end a session, the four others may.
    assertEquals(
        0.4, (double) leaving.stream().filter(ShopperAct::leaves).count() / leaving.size(), 0.04);
  }

  @Test
  void everySettingIsInTheProvenance() {
    List<UnaryOperator<MoveShoppers.Builder>> changes =
        List.of(
            b -> b.planned(true),
            b -> b.hints(false),
            b -> b.patience(4),
            b -> b.styles(0.1, 0.1),
            b -> b.typoRate(0.1),
            b -> b.zeroResultRate(0.1),
            b -> b.topicSwitchRate(0.1),
            b -> b.abandonmentRate(0.1),
            b -> b.table(new MoveEstimator().table()));
    for (UnaryOperator<MoveShoppers.Builder> change : changes) {
      assertNotEquals(
          MoveShoppers.builder().build().provenance(),
          change.apply(MoveShoppers.builder()).build().provenance());
    }
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    MoveShoppers.Builder builder = MoveShoppers.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.patience(0.5));
    assertThrows(IllegalArgumentException.class, () -> builder.patience(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> builder.styles(0.6, 0.5));
    assertThrows(IllegalArgumentException.class, () -> builder.typoRate(1.1));
    assertThrows(IllegalArgumentException.class, () -> builder.abandonmentRate(Double.NaN));
    assertFalse(builder.build().provenance().facts().isEmpty());
  }
}
