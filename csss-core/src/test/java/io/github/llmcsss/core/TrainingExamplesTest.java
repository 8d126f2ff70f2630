package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.training.SeedQueryExamples;
import io.github.llmcsss.core.training.SeedQuerySampler;
import io.github.llmcsss.core.training.SessionExamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  private List<Session> sessions(PromptLayout layout, boolean openingAnswer) {
    SessionSynthesizer synthesizer =
        SessionSynthesizer.builder()
            .generator(new Recording())
            .searchEnvironment(TestShop.search())
            .prompts(layout)
            .openingAnswer(openingAnswer)
            .turns(TurnPolicy.between(2, 5))
            .seed(11)
            .build();
    try (Stream<Session> sessions = synthesizer.stream(TestShop.seeds(20))) {
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
