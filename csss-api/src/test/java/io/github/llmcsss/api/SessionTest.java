package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  private static final SeedQuery SEED = SeedQuery.of("desk lamp");
  private static final Turn TURN = new Turn("desk lamp", Optional.empty());

  private static Session session(String id, int repetition, List<Turn> turns) {
    return new Session(id, SEED, repetition, Optional.empty(), turns, EndReason.LENGTH);
  }

  private static SystemResponse response(double reward, List<RetrievedDocument> documents) {
    return new SystemResponse("text", "query", documents, reward, FinishReason.END_OF_TURN);
  }

  @Test
  void hasAnIdATurnAndARepetition() {
    assertRefused("id", "\" \"", () -> session(" ", 0, List.of(TURN)));
    assertRefused("repetition", -1, () -> session("s", -1, List.of(TURN)));
    assertRefused("turns", "[]", () -> session("s", 0, List.of()));
  }

  @Test
  void copiesItsTurns() {
    List<Turn> turns = new ArrayList<>(List.of(TURN));
    Session session = session("s", 0, turns);
    turns.clear();
    assertEquals(List.of(TURN), session.turns());
    assertThrows(UnsupportedOperationException.class, () -> session.turns().clear());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u2003\n"})
  void refusesABlankSeedQueryOrNeed(String blank) {
    assertRefused("text", "\"" + blank + "\"", () -> SeedQuery.of(blank));
    assertRefused("description", "\"" + blank + "\"", () -> new Need(blank, Set.of()));
  }

  @Test
  void copiesCategoriesAndTargets() {
    List<String> path = new ArrayList<>(List.of("a"));
    Set<String> targets = new HashSet<>(Set.of("t"));
    Need need = new Need("a lamp", targets);
    SeedQuery seed = new SeedQuery("lamp", path, Optional.of(need));
    path.clear();
    targets.clear();
    assertEquals(List.of("a"), seed.categories());
    assertEquals(Set.of("t"), need.targets());
  }

  @Property
  void rewardsBetweenZeroAndOne(@ForAll @DoubleRange(min = 0, max = 1) double reward) {
    assertEquals(reward, response(reward, List.of()).reward());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, 1.000001, Double.POSITIVE_INFINITY})
  void refusesOtherRewards(double reward) {
    assertRefused("reward", reward, () -> response(reward, List.of()));
  }

  @Test
  void copiesDocumentsAndHistory() {
    Document document = Document.builder("d", "t").build();
    List<RetrievedDocument> documents =
        new ArrayList<>(List.of(new RetrievedDocument(1, document, 1)));
    List<Turn> history = new ArrayList<>(List.of(TURN));
    SystemResponse response = response(1, documents);
    RewardInput input = new RewardInput(SEED, history, "u", "q", "r", documents, Optional.empty());
    documents.clear();
    history.clear();
    assertEquals(1, response.documents().size());
    assertEquals(1, input.documents().size());
    assertEquals(1, input.history().size());
  }

  @Test
  void aLabelOfATurnHasItsQuirksInOneOrder() {
    Set<Quirk> quirks = new HashSet<>(Set.of(Quirk.TOPIC_SWITCH, Quirk.TYPO));
    MoveLabel label = new MoveLabel(Move.GIVE_UP, true, quirks);
    quirks.clear();
    assertEquals(List.of(Quirk.TYPO, Quirk.TOPIC_SWITCH), List.copyOf(label.quirks()));
    assertEquals(Optional.empty(), TURN.label());
    assertEquals(new Turn("desk lamp", Optional.empty(), Optional.of(label)), TURN.labelled(label));
  }
}
