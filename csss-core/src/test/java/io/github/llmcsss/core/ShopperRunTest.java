package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Quirk;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.shopper.MoveShoppers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated shoppers in whole runs. */
class ShopperRunTest {
  private final List<GenerationRequest> seen = new CopyOnWriteArrayList<>();

  @TempDir Path directory;

  private final class Recording implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      seen.add(request);
      return CompletableFuture.completedFuture(BabblingGenerator.write(request));
    }

    @Override
    public void close() {}
  }

  private SynthesizerBuilder builder(UnaryOperator<MoveShoppers.Builder> change) {
    return SessionSynthesizer.builder()
        .generator(new Recording())
        .searchEnvironment(TestShop.search())
        .shoppers(change.apply(MoveShoppers.builder()).build())
        .turns(TurnPolicy.between(2, 5))
        .seed(11);
  }

  private static List<Session> sessions(SynthesizerBuilder builder) {
    try (Stream<Session> sessions = builder.build().stream(TestShop.seeds(30))) {
      return sessions.toList();
    }
  }

  private static Stream<Turn> laterTurns(List<Session> sessions) {
    return sessions.stream().flatMap(session -> session.turns().stream().skip(1));
  }

  private static boolean has(Turn turn, Quirk quirk) {
    return turn.label().map(MoveLabel::quirks).orElseThrow().contains(quirk);
  }

  @Test
  void everyTurnButTheSeedQueryHasALabel() {
    List<Session> sessions = sessions(builder(b -> b));
    assertTrue(sessions.stream().allMatch(s -> s.turns().getFirst().label().isEmpty()));
    assertTrue(laterTurns(sessions).allMatch(turn -> turn.label().isPresent()));
    assertTrue(laterTurns(sessions).noneMatch(turn -> turn.label().orElseThrow().planned()));
    assertTrue(
        laterTurns(sessions(builder(b -> b.planned(true))))
            .allMatch(turn -> turn.label().orElseThrow().planned()));
  }

  @Test
  void hintsAreInTheShoppersPromptsAlone() {
    sessions(builder(b -> b));
    for (GenerationRequest request : seen) {
      Message last = request.prompt().messages().getLast();
      boolean hinted = last.text().startsWith("Next the shopper ");
      assertEquals(request.prompt().next() == Role.USER, hinted);
      assertEquals(Role.DOCUMENTS, last.role());
    }
    seen.clear();
    sessions(builder(b -> b.hints(false)));
    assertTrue(seen.stream().noneMatch(r -> r.prompt().toString().contains("Next the shopper")));
  }

  @Test
  void labelsAreWrittenAndReadBack() throws IOException {
    SessionSynthesizer synthesizer = builder(b -> b.typoRate(0.5)).build();
    synthesizer.synthesize(TestShop.seeds(30), directory);
    List<Session> read;
    try (Stream<Session> sessions = RunDirectory.open(directory).sessions()) {
      read = sessions.toList();
    }
    List<Optional<MoveLabel>> made =
        laterTurns(sessions(builder(b -> b.typoRate(0.5)))).map(Turn::label).toList();
    assertEquals(made, laterTurns(read).map(Turn::label).toList());
    assertTrue(Files.readString(directory.resolve("run.json")).contains("\"moveShoppers\""));
  }

  @Test
  void theSameSeedGivesTheSameShoppersInAnyOrder() {
    UnaryOperator<MoveShoppers.Builder> odd =
        b -> b.typoRate(0.3).topicSwitchRate(0.2).abandonmentRate(0.1).zeroResultRate(0.1);
    List<Session> one = sessions(builder(odd).sessionsInFlight(1));
    assertEquals(one, sessions(builder(odd).sessionsInFlight(16)));
    assertNotEquals(one, sessions(builder(odd).seed(12)));
  }

  @Test
  void typosAreWhereTheLabelSaysSo() {
    List<Session> sessions = sessions(builder(b -> b.typoRate(0.5)));
    for (Turn turn : laterTurns(sessions).toList()) {
      // What the generator says has this form; see BabblingGenerator.
      boolean plain =
          turn.user()
              .matches(
                  "Is there a (light|sturdy|quiet|foldable|washable|warm|thin|wide|soft)"
                      + " (red|blue|green|black|white|grey|pink|brown|orange|teal) one for"
                      + " (travel|winter|office|garden|camping|school|kitchen|running)\\?");
      assertEquals(has(turn, Quirk.TYPO), !plain, turn.user());
    }
    assertTrue(laterTurns(sessions).anyMatch(turn -> has(turn, Quirk.TYPO)));
  }

  @Test
  void misspeltQueriesAreLabelledWhereTheyFindNothing() {
    List<Session> sessions = sessions(builder(b -> b.zeroResultRate(0.5)).deadEndAfter(9));
    List<Turn> labelled =
        laterTurns(sessions).filter(turn -> has(turn, Quirk.ZERO_RESULTS)).toList();
    assertFalse(labelled.isEmpty());
    assertTrue(
        labelled.stream().allMatch(turn -> turn.response().orElseThrow().documents().isEmpty()));
    assertTrue(
        laterTurns(sessions(builder(b -> b)))
            .noneMatch(turn -> turn.response().orElseThrow().documents().isEmpty()));
  }

  @Test
  void aShopperMayLeaveWithoutAWord() {
    List<Session> sessions = sessions(builder(b -> b.abandonmentRate(0.5)));
    List<Session> left =
        sessions.stream().filter(s -> s.endReason() == EndReason.ABANDONED).toList();
    assertTrue(left.size() > 10, "left: " + left.size());
    for (Session session : left) {
      assertTrue(session.turns().size() >= 2);
      assertTrue(session.turns().getLast().response().isPresent());
    }
    assertTrue(
        sessions(builder(b -> b)).stream().noneMatch(s -> s.endReason() == EndReason.ABANDONED));
  }

  @Test
  void withoutAModelNothingIsLabelled() {
    SynthesizerBuilder plain =
        SessionSynthesizer.builder()
            .generator(new Recording())
            .searchEnvironment(TestShop.search());
    assertTrue(laterTurns(sessions(plain)).allMatch(turn -> turn.label().isEmpty()));
    assertTrue(seen.stream().noneMatch(r -> r.prompt().toString().contains("Next the shopper")));
  }
}
