package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.training.SeedQueryExamples;
import io.github.llmcsss.core.training.SeedQuerySampler;
import io.github.llmcsss.core.training.SessionExamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is trained is what is generated. */
class TrainingExamplesTest {
  /** Every prompt that was asked, with all texts that came of it. */
  private final Map<Prompt, Set<String>> asked = new ConcurrentHashMap<>();

  private final class Recording implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      Generation written = BabblingGenerator.write(request);
      asked
          .computeIfAbsent(request.prompt(), prompt -> ConcurrentHashMap.newKeySet())
          .add(written.text().strip());
      return CompletableFuture.completedFuture(written);
    }

    @Override
    public void close() {}
  }

  static Stream<PromptLayout> layouts() {
    return Stream.of(
        PromptLayout.transcript(DocumentText.DEFAULT, List.of()),
        PromptLayout.transcript(),
        PromptLayout.instructed());
  }

  private SessionSynthesizer synthesizer(PromptLayout layout, boolean openingAnswer) {
    return SessionSynthesizer.builder()
        .generator(new Recording())
        .searchEnvironment(TestShop.search())
        .prompts(layout)
        .needs(CategoryNeeds.of(TestShop.PRODUCTS))
        .openingAnswer(openingAnswer)
        .turns(TurnPolicy.between(2, 5))
        .seed(11)
        .build();
  }

  private List<Session> sessions(PromptLayout layout, boolean openingAnswer) {
    try (Stream<Session> sessions = synthesizer(layout, openingAnswer).stream(TestShop.seeds(20))) {
      return sessions.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyExampleWasAskedAndWritten(PromptLayout layout) {
    for (boolean openingAnswer : new boolean[] {true, false}) {
      List<Session> sessions = sessions(layout, openingAnswer);
      List<TrainingExample> examples = SessionExamples.of(sessions, layout).examples();
      assertFalse(examples.isEmpty());
      for (TrainingExample example : examples) {
        Set<String> written = asked.getOrDefault(example.prompt(), Set.of());
        assertTrue(written.contains(example.target().text()), example::toString);
      }
      long texts =
          sessions.stream()
              .mapToLong(session ->
                  session.turns().size()
                      - 1
                      + session.turns().stream().filter(t -> t.response().isPresent()).count())
              .sum();
      assertEquals(texts, examples.size());
    }
  }

  @Test
  void leavesOutWhatTheShopperCouldNotKnow() {
    PromptLayout layout = PromptLayout.transcript();
    Session session = sessions(layout, true).getFirst();
    Turn last = session.turns().getLast();
    Turn leaking = new Turn(last.user(), last.response(), last.label(), true);
    List<Turn> turns =
        Stream.concat(
                session.turns().stream().limit(session.turns().size() - 1), Stream.of(leaking))
            .toList();
    Session changed =
        new Session(session.id(), session.seed(), 0, Optional.empty(), turns, session.endReason());
    SessionExamples all = SessionExamples.of(List.of(session), layout);
    SessionExamples fewer = SessionExamples.of(List.of(changed), layout);
    assertEquals(0, all.leaking());
    assertEquals(1, fewer.leaking());
    assertEquals(all.examples().size() - 1, fewer.examples().size());
  }

  @Test
  void aRunGivesTheSameExamplesWithItsCatalogue(@TempDir Path directory) throws IOException {
    PromptLayout layout = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
    SessionSynthesizer synthesizer = synthesizer(layout, true);
    synthesizer.synthesize(TestShop.seeds(20), directory);
    RunDirectory run = RunDirectory.open(directory);
    List<TrainingExample> made = SessionExamples.of(sessions(layout, true), layout).examples();
    try (Stream<Session> sessions = run.sessions(TestShop.PRODUCTS)) {
      assertEquals(made, SessionExamples.of(sessions.toList(), layout).examples());
    }
    // Ids and titles alone are other prompts: the overload is needed.
    try (Stream<Session> sessions = run.sessions()) {
      assertNotEquals(made, SessionExamples.of(sessions.toList(), layout).examples());
    }
  }

  @Test
  void refusesACatalogueThatTheRunDidNotSearch(@TempDir Path directory) throws IOException {
    synthesizer(PromptLayout.transcript(), true).synthesize(TestShop.seeds(5), directory);
    List<Document> renamed =
        TestShop.PRODUCTS.stream()
            .map(product -> Document.builder(product.id(), "Another").build())
            .toList();
    assertRefused(directory, List.of(), "\" is not in the catalogue; give the catalogue");
    assertRefused(directory, renamed, "\" has another title in the catalogue; give the catalogue");
  }

  private static void assertRefused(Path directory, List<Document> catalogue, String problem)
      throws IOException {
    try (Stream<Session> sessions = RunDirectory.open(directory).sessions(catalogue)) {
      String message =
          String.valueOf(
              assertThrows(UncheckedIOException.class, () -> sessions.toList()).getMessage());
      assertTrue(message.startsWith(directory + ": session \""), message);
      assertTrue(message.contains(problem), message);
    }
  }

  @Test
  void leavesOutAnswersThatWereCutOff() {
    PromptLayout layout = PromptLayout.transcript();
    Session session = sessions(layout, true).getFirst();
    SystemResponse whole = session.turns().getFirst().response().orElseThrow();
    SystemResponse cut =
        new SystemResponse(
            whole.text(), whole.query(), whole.documents(), 0, FinishReason.MAXIMUM_TOKENS);
    SessionExamples examples = SessionExamples.of(List.of(answered(session, cut)), layout);
    assertEquals(1, examples.cutOff());
    List<TrainingExample> all = SessionExamples.of(List.of(session), layout).examples();
    // What was cut off is still read by the turns after it.
    assertEquals(all.subList(1, all.size()), examples.examples());
  }

  @Test
  void namesTheSessionAndTurnInWhichNothingIsSaid() {
    PromptLayout layout = PromptLayout.transcript();
    Session session = sessions(layout, true).getFirst();
    SystemResponse silent = new SystemResponse(" ", "q", List.of(), 0, FinishReason.END_OF_TURN);
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> SessionExamples.of(List.of(answered(session, silent)), layout));
    assertEquals(
        "session \"" + session.id() + "\", turn 1: the answer must be not blank, but was empty",
        thrown.getMessage());
  }

  private static Session answered(Session session, SystemResponse first) {
    List<Turn> turns = new ArrayList<>(session.turns());
    turns.set(0, new Turn(turns.getFirst().user(), Optional.of(first)));
    return new Session(session.id(), session.seed(), 0, session.need(), turns, session.endReason());
  }

  @Test
  void seedQueriesFollowWhatEverySessionBeginsWith() {
    PromptLayout layout = PromptLayout.transcript();
    List<SeedQuery> seeds = TestShop.seeds(5);
    List<TrainingExample> examples = SeedQueryExamples.of(seeds, layout);
    List<Session> sessions = sessions(layout, true);
    List<Message> first = SessionExamples.of(sessions, layout).examples().getFirst().context();
    assertEquals(5, examples.size());
    for (int i = 0; i < examples.size(); i++) {
      TrainingExample example = examples.get(i);
      assertEquals(new Message(Role.USER, seeds.get(i).text()), example.target());
      assertEquals(first.subList(0, example.context().size()), example.context());
      assertEquals(Role.USER, first.get(example.context().size()).role());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SeedQueryExamples.of(seeds, PromptLayout.instructed()));
  }

  /** Writes one of some texts, drawn by the request's seed. */
  private record Choosing(List<String> texts) implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      Generation babble = BabblingGenerator.write(request);
      String text = texts.get((int) Math.floorMod(request.seed(), (long) texts.size()));
      FinishReason reason =
          text.equals("cut off") ? FinishReason.MAXIMUM_TOKENS : FinishReason.END_OF_TURN;
      return CompletableFuture.completedFuture(
          new Generation(
              text,
              reason,
              babble.promptTokens(),
              babble.tokens(),
              babble.modelLogProbabilities(),
              babble.sampledLogProbabilities(),
              babble.usage()));
    }

    @Override
    public void close() {}
  }

  @Test
  void drawsDistinctQueriesAndSaysWhatBecameOfTheOthers() throws InterruptedException {
    Generator generator =
        new Choosing(List.of(" red  lamp ", "RED lamp", "blue mug", "", "cut off", "two\nlines"));
    SeedQuerySampler sampler =
        new SeedQuerySampler(generator, PromptLayout.transcript(), Sampling.greedy(20), 3);
    SeedQuerySampler.Sample sample = sampler.draw(200, List.of(SeedQuery.of("Blue  Mug")));
    assertEquals(
        Set.of("red lamp", "blue mug"),
        sample.queries().stream()
            .map(query -> query.text().replaceAll("\\s+", " ").toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.toSet()));
    assertEquals(2, sample.queries().size());
    assertEquals(1, sample.known());
    assertEquals(0.5, sample.novelty());
    assertEquals(200, sample.drawn());
    assertEquals(200, sample.queries().size() + sample.repeated() + sample.unusable());
    assertTrue(sample.unusable() > 40 && sample.repeated() > 40, sample::toString);
    assertEquals(sample, sampler.draw(200, List.of(SeedQuery.of("blue mug"))));
  }
}
