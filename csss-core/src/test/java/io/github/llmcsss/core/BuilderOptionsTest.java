package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.ending.EndingDetector;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.query.QueryReformulation;
import io.github.llmcsss.core.reward.Rewards;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each option of the builder changes something, and refuses what it cannot take. */
class BuilderOptionsTest {
  private final BabblingGenerator generator = new BabblingGenerator();
  private final List<GenerationRequest> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    generator.close();
  }

  private SynthesizerBuilder builder() {
    Generator recording =
        new Generator() {
          @Override
          public CompletableFuture<Generation> generate(GenerationRequest request) {
            seen.add(request);
            return generator.generate(request);
          }

          @Override
          public void close() {}
        };
    return SessionSynthesizer.builder()
        .generator(recording)
        .searchEnvironment(TestShop.search())
        .seed(1)
        .turns(TurnPolicy.exactly(3));
  }

  private static List<Session> run(SynthesizerBuilder builder) {
    try (Stream<Session> sessions = builder.build().stream(TestShop.seeds(6))) {
      return sessions.toList();
    }
  }

  private List<Session> run(UnaryOperator<SynthesizerBuilder> change) {
    return run(change.apply(builder()));
  }

  private static Stream<Turn> turns(List<Session> sessions) {
    return sessions.stream().flatMap(session -> session.turns().stream());
  }

  private List<Sampling> samplings(Role role) {
    return seen.stream()
        .filter(request -> request.prompt().next() == role)
        .map(GenerationRequest::sampling)
        .distinct()
        .toList();
  }

  @Test
  void seedChangesTheSessions() {
    assertNotEquals(run(b -> b.seed(1)), run(b -> b.seed(2)));
    assertEquals(run(b -> b.seed(1)), run(b -> b.seed(1)));
  }

  @Test
  void promptsChangeWhoWritesTheShopper() {
    run(b -> b.prompts(PromptLayout.instructed()));
    assertTrue(seen.stream().allMatch(request -> request.prompt().next() == Role.ASSISTANT));
  }

  @Test
  void reformulationChangesTheQuery() {
    List<Session> sessions =
        run(b -> b.reformulation((state, user, writer) -> state.seed().text() + " lamp"));
    assertTrue(
        sessions.stream()
            .allMatch(session ->
                session.turns().stream()
                    .flatMap(turn -> turn.response().stream())
                    .allMatch(a -> a.query().equals(session.seed().text() + " lamp"))));
  }

  @Test
  void rewrittenQueriesComeFromTheRunsGenerator() {
    List<Session> sessions = run(b -> b.reformulation(QueryReformulation.rewritten()));
    assertEquals(6, sessions.size());
    assertTrue(
        seen.stream()
            .anyMatch(r -> r.prompt().messages().getFirst().text().contains("search engine")));
  }

  @Test
  void needsReachShopperAndRewardAndDifferByRepetition() {
    NeedSource needs =
        (seed, repetition, random) ->
            Optional.of(new Need(seed.text() + " no. " + repetition, Set.of("p1")));
    List<Session> sessions =
        run(b -> b.needs(needs).sessions(12).reward(Rewards.needSatisfaction()));
    Set<String> needed = new HashSet<>();
    sessions.forEach(session -> needed.add(session.need().orElseThrow().description()));
    assertEquals(sessions.size(), needed.size());
    assertTrue(
        seen.stream()
            .filter(request -> request.prompt().next() == Role.USER)
            .allMatch(
                r -> r.prompt().messages().stream().anyMatch(m -> m.text().contains(" no. "))));
  }

  @Test
  void endingEndsASessionWithTheShoppersWords() {
    EndingDetector blue =
        utterance ->
            utterance.contains("blue") ? Optional.of(EndReason.ACCEPTED) : Optional.empty();
    List<Session> sessions = run(b -> b.ending(blue).turns(TurnPolicy.between(2, 9)));
    List<Session> ended =
        sessions.stream().filter(session -> session.endReason() == EndReason.ACCEPTED).toList();
    assertTrue(!ended.isEmpty(), sessions.toString());
    for (Session session : ended) {
      assertTrue(session.turns().getLast().user().contains("blue"));
      assertEquals(Optional.empty(), session.turns().getLast().response());
      assertTrue(session.turns().size() >= 2);
    }
  }

  @Test
  void samplingIsThatOfTheSide() {
    Sampling user = Sampling.builder().topK(7).build();
    Sampling assistant = Sampling.builder().topK(9).build();
    run(b -> b.userSampling(user).assistantSampling(assistant));
    assertEquals(List.of(user), samplings(Role.USER));
    assertEquals(List.of(assistant), samplings(Role.ASSISTANT));
  }

  @Test
  void documentsPerTurnAreRetrieved() {
    List<Integer> counts =
        turns(run(b -> b.documentsPerTurn(2)))
            .flatMap(turn -> turn.response().stream())
            .map(answer -> answer.documents().size())
            .distinct()
            .toList();
    assertEquals(List.of(2), counts);
  }

  @Test
  void withoutAnOpeningAnswerTheSeedQueryStandsAlone() {
    for (Session session : run(b -> b.openingAnswer(false))) {
      assertEquals(Optional.empty(), session.turns().getFirst().response());
      assertTrue(session.turns().get(1).response().isPresent());
    }
  }

  @Test
  void bestOfTakesTheHighestReward() {
    List<Session> one = run(b -> b.turns(TurnPolicy.exactly(1)));
    List<Session> four = run(b -> b.turns(TurnPolicy.exactly(1)).bestOf(4));
    double before = turns(one).mapToDouble(t -> t.response().orElseThrow().reward()).sum();
    double after = turns(four).mapToDouble(t -> t.response().orElseThrow().reward()).sum();
    assertTrue(after > before, after + " " + before);
  }

  @Test
  void ofEqualAnswersTheFirstIsTaken() {
    List<Session> one = run(b -> b.turns(TurnPolicy.exactly(1)).reward(input -> 1));
    List<Session> four = run(b -> b.turns(TurnPolicy.exactly(1)).reward(input -> 1).bestOf(4));
    assertEquals(one, four);
  }

  @Test
  void retriesSaveSessions() {
    // A second utterance with this word is refused; nine in ten are fine at the next attempt.
    UnaryOperator<Generation> spoil =
        written ->
            written.text().contains("red")
                ? BabblingGenerator.generation("", written.finishReason(), 1)
                : written;
    try (BabblingGenerator spoiling = new BabblingGenerator(spoil)) {
      int none = run(b -> b.generator(spoiling).retries(0)).size();
      int some = run(b -> b.generator(spoiling).retries(5)).size();
      assertTrue(none < some, none + " " + some);
      assertEquals(6, some);
    }
  }

  @Test
  void aDeadEndEndsASessionOrRejectsIt() {
    List<Session> ended =
        run(b ->
            b.searchEnvironment(request -> SearchResult.EMPTY)
                .turns(TurnPolicy.between(2, 9))
                .deadEndAfter(3));
    assertTrue(
        ended.stream()
            .filter(session -> session.turns().size() >= 3)
            .allMatch(s -> s.turns().size() == 3 && s.endReason() == EndReason.DEAD_END));
    assertTrue(ended.stream().anyMatch(s -> s.endReason() == EndReason.DEAD_END));
    assertEquals(
        List.of(), run(b -> b.searchEnvironment(request -> SearchResult.EMPTY).deadEndAfter(1)));
  }

  @Test
  void sessionsBeyondTheSeedQueriesRepeatThem() {
    List<Session> sessions = run(b -> b.sessions(15));
    assertEquals(
        List.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2),
        sessions.stream().map(Session::repetition).toList());
    assertEquals(15, sessions.stream().map(Session::id).distinct().count());
    assertEquals(15, sessions.stream().map(Session::turns).distinct().count());
    assertEquals(4, run(b -> b.sessions(4)).size());
  }

  @Test
  void aSeedQueryThatStandsTwiceInTheListRepeats() {
    List<SeedQuery> twice = List.of(SeedQuery.of("lamp"), SeedQuery.of("lamp"));
    List<Session> sessions = builder().build().preview(twice, 2);
    assertEquals(List.of(0, 1), sessions.stream().map(Session::repetition).toList());
  }

  @Test
  void listenerAndClockAreUsed() {
    List<SynthesisProgress> progress = new ArrayList<>();
    List<SynthesisProgress> turns = new ArrayList<>();
    SynthesisListener listener =
        new SynthesisListener() {
          @Override
          public void turn(SynthesisProgress now) {
            turns.add(now);
          }

          @Override
          public void finished(Session session, SynthesisProgress now) {
            progress.add(now);
          }
        };
    long[] seconds = {0};
    InstantSource clock = () -> Instant.ofEpochSecond(seconds[0]++);
    run(b -> b.listener(listener).clock(clock));
    assertEquals(6, progress.size());
    assertEquals(18, turns.size());
    SynthesisProgress last = progress.getLast();
    assertEquals(6, last.decided());
    assertEquals(6, last.sessions());
    assertEquals(18, last.turns());
    assertEquals(0, last.remaining().orElseThrow().toSeconds());
    assertEquals(24, last.elapsed().toSeconds());
    assertEquals(15, last.sessionsPerMinute(), 1e-9);
    assertTrue(last.tokensPerSecond() > 0);
    assertEquals(Optional.empty(), turns.getFirst().remaining());
  }

  @Test
  void whatIsMissingOrDoesNotGoTogetherIsRefused() {
    assertEquals("generator must be set, but was not", refused(SessionSynthesizer.builder()));
    assertEquals(
        "searchEnvironment must be set, but was not",
        refused(SessionSynthesizer.builder().generator(generator)));
    assertEquals(
        "minimum turns must be 2 or more where openingAnswer is false, but was 1",
        refused(builder().openingAnswer(false).turns(TurnPolicy.between(1, 4))));
    assertEquals(
        "bestOf must be 1 where the assistant's temperature is 0, as all answers are the same,"
            + " but was 3",
        refused(builder().bestOf(3).assistantSampling(Sampling.greedy(9))));
  }

  @Test
  void settersRefuseWhatIsOutOfRange() {
    assertEquals(
        "documentsPerTurn must be 1 or more, but was 0",
        argument(() -> builder().documentsPerTurn(0)));
    assertEquals("bestOf must be 1 or more, but was 0", argument(() -> builder().bestOf(0)));
    assertEquals("retries must be 0 or more, but was -1", argument(() -> builder().retries(-1)));
    assertEquals(
        "deadEndAfter must be 1 or more, but was 0", argument(() -> builder().deadEndAfter(0)));
    assertEquals("sessions must be 1 or more, but was 0", argument(() -> builder().sessions(0)));
    assertEquals(
        "sessionsInFlight must be 1 or more, but was 0",
        argument(() -> builder().sessionsInFlight(0)));
  }

  private static String refused(SynthesizerBuilder builder) {
    return String.valueOf(assertThrows(IllegalStateException.class, builder::build).getMessage());
  }

  private static String argument(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
