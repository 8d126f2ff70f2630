package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.PromptTooLongException;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.EpisodeTurn;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SynthesizerRolloutsTest {
  /** Short answers that name no more than they must. */
  private static final RewardFunction REWARD =
      input -> 1.0 / (1 + Math.floorMod(input.response().hashCode(), 1000));

  private final AdaptableBabbler generator = new AdaptableBabbler();

  @TempDir Path directory;
  private Path adapter = Path.of("");

  @BeforeEach
  void writeAdapter() throws IOException {
    adapter = AdaptableBabbler.adapter(directory.resolve("adapter"), "indeed");
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertEquals(0, generator.open.get(), "views of the generator left open");
    assertEquals(Set.of(), generator.conversations, "conversations not released");
  }

  private RolloutsBuilder builder() {
    return builder(generator);
  }

  private static RolloutsBuilder builder(AdaptableBabbler generator) {
    return SynthesizerRollouts.builder()
        .generator(generator)
        .searchEnvironment(TestShop.search())
        .seedQueries(TestShop.seeds(10))
        .reward(REWARD)
        .turns(TurnPolicy.exactly(3))
        .userSampling(Sampling.builder().maximumTokens(200).build())
        .assistantSampling(Sampling.builder().maximumTokens(200).build())
        .sessionsPerStep(6)
        .seed(5);
  }

  /** Groups of an episode in their order. */
  private static List<List<EpisodeTurn>> groups(Episode episode) {
    Map<String, List<EpisodeTurn>> groups = new LinkedHashMap<>();
    for (EpisodeTurn turn : episode.turns()) {
      groups.computeIfAbsent(turn.group(), name -> new ArrayList<>()).add(turn);
    }
    return List.copyOf(groups.values());
  }

  private static List<String> texts(List<EpisodeTurn> turns) {
    return turns.stream().map(turn -> turn.generation().text()).toList();
  }

  private static List<String> written(List<Episode> episodes) {
    List<String> all = new ArrayList<>();
    for (Episode episode : episodes) {
      for (EpisodeTurn turn : episode.turns()) {
        all.add(
            episode.session()
                + turn.group()
                + turn.sampling()
                + turn.generation().text()
                + Arrays.hashCode(turn.generation().promptTokens())
                + turn.reward()
                + turn.components());
      }
    }
    return all;
  }

  private List<Message> read(EpisodeTurn turn) {
    return Objects.requireNonNull(generator.prompts.get(turn.generation())).messages();
  }

  @Test
  void aGroupIsOfOnePromptAndOneOfItGoesOn() throws IOException {
    List<Episode> episodes = builder().answersPerTurn(3).build().collect(adapter, 2);
    assertEquals(6, episodes.size());
    Set<Integer> drawn = new HashSet<>();
    for (Episode episode : episodes) {
      assertEquals(2, episode.adapterStep());
      List<List<EpisodeTurn>> groups = groups(episode);
      // S_0, then U_1 and S_1, U_2 and S_2.
      assertEquals(List.of(3, 1, 3, 1, 3), groups.stream().map(List::size).toList());
      for (int i = 0; i < groups.size(); i++) {
        List<EpisodeTurn> group = groups.get(i);
        Role role = i % 2 == 0 ? Role.ASSISTANT : Role.USER;
        for (EpisodeTurn turn : group) {
          assertEquals(role, turn.role());
          assertEquals(role == Role.ASSISTANT, turn.reward().isPresent());
          assertArrayEquals(
              group.getFirst().generation().promptTokens(), turn.generation().promptTokens());
        }
        if (i > 0) {
          List<Message> before = read(group.getFirst());
          List<String> earlier = texts(groups.get(i - 1));
          String said = said(before, role);
          assertTrue(earlier.contains(said), () -> said + " is none of " + earlier);
          if (role == Role.USER) {
            drawn.add(earlier.indexOf(said));
          }
        }
      }
    }
    assertEquals(Set.of(0, 1, 2), drawn, "each place goes on now and then");
  }

  /** The last words of the other side. */
  private static String said(List<Message> messages, Role next) {
    Role other = next == Role.USER ? Role.ASSISTANT : Role.USER;
    return messages.reversed().stream()
        .filter(message -> message.role() == other)
        .findFirst()
        .orElseThrow()
        .text();
  }

  @Test
  void goesOnWithAnAnswerThatIsDrawnAndNotTheBest() throws IOException {
    List<Episode> episodes =
        builder().sessionsPerStep(60).answersPerTurn(2).build().collect(adapter, 0);
    int best = 0;
    int all = 0;
    for (Episode episode : episodes) {
      List<List<EpisodeTurn>> groups = groups(episode);
      for (int i = 1; i < groups.size(); i += 2) {
        List<EpisodeTurn> answers = groups.get(i - 1);
        String said = said(read(groups.get(i).getFirst()), Role.USER);
        double taken = reward(answers.get(texts(answers).indexOf(said)));
        all++;
        best += taken >= Math.max(reward(answers.get(0)), reward(answers.get(1))) ? 1 : 0;
      }
    }
    assertEquals(120, all);
    // Binomial with a half: 60 with a deviation of 5.5.
    assertTrue(best > 38 && best < 82, "the better one went on " + best + " times of " + all);
  }

  private static double reward(EpisodeTurn turn) {
    return turn.reward().orElseThrow();
  }

  @Test
  void asksWhatIsTrainedAndSearchesForIt() throws IOException {
    PromptLayout layout = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
    for (Episode episode : builder().build().collect(adapter, 0)) {
      for (EpisodeTurn turn : episode.turns()) {
        List<Message> messages = read(turn);
        assertTrue(layout.provenance().facts().containsValue(messages.getFirst().text()));
        long documents = messages.stream().filter(m -> m.role() == Role.DOCUMENTS).count();
        assertEquals(turn.role() == Role.ASSISTANT ? 1 : 0, documents, messages::toString);
        if (turn.role() == Role.ASSISTANT) {
          assertTrue(messages.getLast().text().contains("Trail"), messages::toString);
        }
      }
    }
  }

  @Test
  void writesTheSameAtAnyNumberOfSessionsInFlight() throws IOException {
    List<String> expected = written(builder().sessionsInFlight(1).build().collect(adapter, 3));
    for (int inFlight : new int[] {2, 5, 64}) {
      assertEquals(
          expected, written(builder().sessionsInFlight(inFlight).build().collect(adapter, 3)));
    }
    SynthesizerRollouts other = builder().build();
    var unused = other.collect(adapter, 0);
    assertEquals(expected, written(other.collect(adapter, 3)), "earlier steps change nothing");
    assertNotEquals(expected, written(builder().seed(6).build().collect(adapter, 3)));
  }

  @Test
  void usesTheSeedQueriesInTurnAndNeverASessionTwice() throws IOException {
    SynthesizerRollouts rollouts =
        builder().needs(CategoryNeeds.of(TestShop.PRODUCTS)).sessionsPerStep(4).build();
    Set<String> sessions = new HashSet<>();
    List<String> opened = new ArrayList<>();
    for (int step = 0; step < 5; step++) {
      for (Episode episode : rollouts.collect(adapter, step)) {
        assertTrue(sessions.add(episode.session()), "twice: " + episode.session());
        List<Message> first = read(episode.turns().getFirst());
        opened.add(said(first, Role.ASSISTANT));
      }
    }
    List<String> seeds = TestShop.seeds(10).stream().map(seed -> seed.text()).toList();
    List<String> twice = new ArrayList<>(seeds);
    twice.addAll(seeds);
    assertEquals(twice, opened);
  }

  @Test
  void writesWithTheAdapterOfTheMoment() throws IOException {
    SynthesizerRollouts rollouts = builder().build();
    Path other = AdaptableBabbler.adapter(directory.resolve("other"), "perhaps");
    for (EpisodeTurn turn : rollouts.collect(adapter, 0).getFirst().turns()) {
      assertTrue(turn.generation().text().endsWith(" indeed"), turn::toString);
    }
    for (EpisodeTurn turn : rollouts.collect(other, 1).getFirst().turns()) {
      assertTrue(turn.generation().text().endsWith(" perhaps"), turn::toString);
    }
    assertThrows(NoSuchFileException.class, () -> rollouts.collect(directory.resolve("none"), 2));
  }

  @Test
  void scoresEveryAnswerAndMeasuresComponentsBesides() throws IOException {
    List<Episode> episodes =
        builder()
            .reward(input -> input.documents().size() / 4.0)
            .components(
                Map.of(
                    "zero", input -> 0,
                    "again", input -> input.history().size() / 10.0))
            .build()
            .collect(adapter, 0);
    for (Episode episode : episodes) {
      for (EpisodeTurn turn : episode.turns()) {
        if (turn.role() == Role.ASSISTANT) {
          assertEquals(OptionalDouble.of(0.75), turn.reward());
          int number = Integer.parseInt(turn.group().substring(turn.group().indexOf('/') + 1));
          assertEquals(Map.of("again", number / 10.0, "zero", 0.0), turn.components());
        } else {
          assertEquals(Map.of(), turn.components());
        }
      }
    }
  }

  @Test
  void keepsAnswersThatAreEmptyOrCutOff() throws IOException {
    List<Episode> episodes =
        builder()
            .assistantSampling(Sampling.builder().maximumTokens(9).build())
            .build()
            .collect(adapter, 0);
    assertEquals(6, episodes.size());
    AdaptableBabbler silent = new AdaptableBabbler(text -> text.startsWith("The ") ? "" : text);
    for (Episode episode : builder(silent).build().collect(adapter, 0)) {
      assertEquals(5, groups(episode).size());
      assertEquals("", episode.turns().getFirst().generation().text());
    }
  }

  @Test
  void aSessionThatCannotGoOnIsAnEpisodeAsFarAsItWent() throws IOException {
    // Every word of the shopper is cut off, and stays so.
    List<Episode> episodes =
        builder()
            .userSampling(Sampling.builder().maximumTokens(5).build())
            .build()
            .collect(adapter, 0);
    for (Episode episode : episodes) {
      assertEquals(1, groups(episode).size());
      assertEquals(4, episode.turns().size());
    }
  }

  @Test
  void saysThatNoSessionGotAnAnswer() {
    AdaptableBabbler narrow =
        new AdaptableBabbler(text -> {
          throw new PromptTooLongException(9, 9, 8);
        });
    SynthesisException thrown =
        assertThrows(SynthesisException.class, () -> builder(narrow).build().collect(adapter, 7));
    assertEquals(
        "no session of step 7 has an answer; the first ended with prompt-too-long",
        thrown.getMessage());
    assertEquals(0, narrow.open.get());
  }

  @Test
  void aPartThatFailsEndsTheStep() {
    SynthesizerRollouts rollouts = builder().reward(input -> Double.NaN).build();
    SynthesisException thrown =
        assertThrows(SynthesisException.class, () -> rollouts.collect(adapter, 0));
    assertTrue(
        String.valueOf(thrown.getMessage()).endsWith("the reward must be in [0, 1], but was NaN"),
        thrown.getMessage());
    SynthesizerRollouts searchless =
        builder()
            .searchEnvironment(request -> {
              throw new IOException("disk gone");
            })
            .build();
    assertTrue(
        String.valueOf(
                assertThrows(SynthesisException.class, () -> searchless.collect(adapter, 0))
                    .getMessage())
            .endsWith("the search failed: disk gone"));
  }

  @Test
  void refusesAnswersThatAreNotTheModelsOwn() throws IOException {
    Sampling own = Sampling.builder().maximumTokens(7).stopStrings(List.of("\n")).build();
    Episode episode = builder().assistantSampling(own).build().collect(adapter, 0).getFirst();
    assertEquals(own, episode.turns().getFirst().sampling());
    for (Sampling other :
        List.of(
            own.toBuilder().temperature(0.9).build(),
            own.toBuilder().topP(0.9).build(),
            own.toBuilder().topK(5).build(),
            own.toBuilder().minP(0.1).build(),
            own.toBuilder().repetitionPenalty(1.1).build(),
            own.toBuilder().bannedTokens(Set.of(3)).build())) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> builder().assistantSampling(other));
      assertTrue(String.valueOf(thrown.getMessage()).startsWith("assistantSampling must be at"));
    }
  }

  static Stream<UnaryOperator<RolloutsBuilder>> options() {
    return Stream.of(
        builder -> builder.seedQueries(TestShop.seeds(20).subList(10, 20)),
        builder -> builder.reward(input -> 0.5),
        builder -> builder.components(Map.of("half", input -> 0.5)),
        builder -> builder.prompts(PromptLayout.transcript()),
        builder -> builder.reformulation((session, user, writer) -> "tilk"),
        builder -> builder.needs(CategoryNeeds.of(TestShop.PRODUCTS)),
        builder -> builder.turns(TurnPolicy.exactly(2)),
        builder -> builder.userSampling(Sampling.builder().maximumTokens(199).build()),
        builder -> builder.assistantSampling(Sampling.builder().maximumTokens(199).build()),
        builder -> builder.documentsPerTurn(1),
        builder -> builder.sessionsPerStep(5),
        builder -> builder.answersPerTurn(2),
        builder -> builder.seed(6));
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionChangesTheEpisodes(UnaryOperator<RolloutsBuilder> option) throws IOException {
    List<String> before = written(builder().build().collect(adapter, 1));
    assertNotEquals(before, written(option.apply(builder()).build().collect(adapter, 1)));
  }

  @Test
  void refusesWhatIsMissingOrOutOfRange() {
    assertThrows(IllegalStateException.class, () -> SynthesizerRollouts.builder().build());
    assertThrows(IllegalArgumentException.class, () -> builder().seedQueries(List.of()));
    assertThrows(IllegalArgumentException.class, () -> builder().sessionsPerStep(0));
    assertThrows(IllegalArgumentException.class, () -> builder().answersPerTurn(0));
    assertThrows(IllegalArgumentException.class, () -> builder().documentsPerTurn(0));
    assertThrows(IllegalArgumentException.class, () -> builder().sessionsInFlight(0));
    assertThrows(IllegalArgumentException.class, () -> builder().build().collect(adapter, -1));
  }
}
