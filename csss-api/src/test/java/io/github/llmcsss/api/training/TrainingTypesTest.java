package io.github.llmcsss.api.training;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTypesTest {
  private static final Message SYSTEM = new Message(Role.SYSTEM, "Be kind.");
  private static final Message QUERY = new Message(Role.USER, "lamp");
  private static final Message ANSWER = new Message(Role.ASSISTANT, "This one.");
  private static final TrainingRun RUN = new TrainingRun(Optional.empty(), Path.of("out"), 1);
  private static final RolloutSource ROLLOUTS = (adapter, step) -> List.of();

  private static TrainingExample example(Message target) {
    return new TrainingExample("s", 1, List.of(SYSTEM), target);
  }

  private static EpisodeTurn turn(Role role, OptionalDouble reward, Map<String, Double> parts) {
    Generation generation =
        new Generation(
            "x",
            FinishReason.END_OF_TURN,
            new int[] {1},
            new int[] {2},
            new float[] {-1},
            new float[] {-1},
            Usage.NONE);
    return new EpisodeTurn("g", role, Sampling.greedy(1), generation, reward, parts);
  }

  private static TrainingReport report(long steps, long tokens, double loss, double validation) {
    Provenance provenance = new Provenance("trainer", Map.of());
    return new TrainingReport(
        Path.of("out"),
        steps,
        tokens,
        loss,
        OptionalDouble.of(validation),
        OptionalDouble.empty(),
        provenance);
  }

  @Test
  void givesTheTargetsPromptAsAGeneratorWouldGetIt() {
    TrainingExample example = new TrainingExample("s", 1, List.of(SYSTEM, QUERY), ANSWER);
    assertEquals(new Prompt(List.of(SYSTEM, QUERY), Role.ASSISTANT), example.prompt());
  }

  @ParameterizedTest
  @EnumSource(names = {"SYSTEM", "DOCUMENTS"})
  void refusesToLearnWhatNobodySays(Role role) {
    assertRefused("next", role, () -> example(new Message(role, "x")));
  }

  @Test
  void refusesASystemMessageAmongTheContext() {
    assertRefused("messages", 1, () -> new TrainingExample("s", 1, List.of(QUERY, SYSTEM), ANSWER));
    assertRefused("session", "\" \"", () -> new TrainingExample(" ", 1, List.of(), QUERY));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, Double.POSITIVE_INFINITY})
  void refusesAWeightThatIsNone(double weight) {
    assertRefused("weight", weight, () -> new TrainingExample("s", weight, List.of(), QUERY));
  }

  @Test
  void copiesContextAndExamples() {
    List<Message> context = new ArrayList<>(List.of(SYSTEM));
    TrainingExample example = new TrainingExample("s", 1, context, QUERY);
    List<TrainingExample> examples = new ArrayList<>(List.of(example));
    SeedQueryStage first = new SeedQueryStage(RUN, examples);
    SessionStage second = new SessionStage(RUN, examples);
    ReinforcementStage third = new ReinforcementStage(RUN, ROLLOUTS, examples, 0.5, 10);
    context.clear();
    examples.clear();
    assertEquals(List.of(SYSTEM), example.context());
    assertEquals(List.of(example), first.examples());
    assertEquals(List.of(example), second.examples());
    assertEquals(List.of(example), third.examples());
  }

  @Test
  void teachesSeedQueriesThatAShopperSays() {
    assertRefused("examples", "[]", () -> new SeedQueryStage(RUN, List.of()));
    assertRefused(
        "examples", Role.ASSISTANT, () -> new SeedQueryStage(RUN, List.of(example(ANSWER))));
    assertRefused("examples", "[]", () -> new SessionStage(RUN, List.of()));
  }

  @Property
  void mixesLossesByGamma(@ForAll @DoubleRange(min = 0, max = 1) double gamma) {
    List<TrainingExample> examples = List.of(example(QUERY));
    assertEquals(gamma, new ReinforcementStage(RUN, ROLLOUTS, examples, gamma, 10).gamma());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.01, 1.01})
  void refusesAGammaOutOfRange(double gamma) {
    List<TrainingExample> examples = List.of(example(QUERY));
    assertRefused("gamma", gamma, () -> new ReinforcementStage(RUN, ROLLOUTS, examples, gamma, 10));
  }

  @Test
  void needsExamplesOnlyWhereTheyCount() {
    assertEquals(0, new ReinforcementStage(RUN, ROLLOUTS, List.of(), 0, 10).gamma());
    assertRefused("steps", 0L, () -> new ReinforcementStage(RUN, ROLLOUTS, List.of(), 0, 0));
    assertRefused("examples", 0.1, () -> new ReinforcementStage(RUN, ROLLOUTS, List.of(), 0.1, 10));
  }

  @Test
  void rewardsAnswersAlone() {
    OptionalDouble half = OptionalDouble.of(0.5);
    assertEquals(half, turn(Role.ASSISTANT, half, Map.of()).reward());
    assertRefused("reward", Role.USER, () -> turn(Role.USER, half, Map.of()));
    assertRefused(
        "role", Role.DOCUMENTS, () -> turn(Role.DOCUMENTS, OptionalDouble.empty(), Map.of()));
    for (double bad : new double[] {Double.NaN, -0.1, 1.1}) {
      assertRefused("reward", bad, () -> turn(Role.ASSISTANT, OptionalDouble.of(bad), Map.of()));
    }
  }

  @Test
  void copiesTheComponentsOfARewardAndRefusesNaN() {
    Map<String, Double> parts = new HashMap<>(Map.of("b", 1.0, "a", 0.0));
    EpisodeTurn turn = turn(Role.ASSISTANT, OptionalDouble.of(1), parts);
    parts.clear();
    assertEquals(List.of("a", "b"), List.copyOf(turn.components().keySet()));
    assertRefused(
        "overlap",
        Double.NaN,
        () -> turn(Role.ASSISTANT, OptionalDouble.of(1), Map.of("overlap", Double.NaN)));
  }

  @Test
  void keepsEpisodesWhole() {
    EpisodeTurn turn = turn(Role.USER, OptionalDouble.empty(), Map.of());
    List<EpisodeTurn> turns = new ArrayList<>(List.of(turn));
    Episode episode = new Episode("s", 0, turns);
    turns.clear();
    assertEquals(List.of(turn), episode.turns());
    assertThrows(UnsupportedOperationException.class, () -> episode.turns().clear());
    assertRefused("session", "\"\"", () -> new Episode("", 0, List.of(turn)));
    assertRefused(
        "group",
        "\" \"",
        () ->
            new EpisodeTurn(
                " ", turn.role(), turn.sampling(), turn.generation(), turn.reward(), Map.of()));
    assertRefused("adapterStep", -1L, () -> new Episode("s", -1, List.of(turn)));
    assertRefused("turns", "[]", () -> new Episode("s", 0, List.of()));
  }

  @Test
  void reportsNumbersThatAreSome() {
    assertEquals(1.5, report(1, 1, 1.5, 2).loss());
    assertRefused("steps", 0L, () -> report(0, 1, 1, 1));
    assertRefused("tokens", 0L, () -> report(1, 0, 1, 1));
    assertRefused("loss", Double.NaN, () -> report(1, 1, Double.NaN, 1));
    assertRefused(
        "validationLoss", OptionalDouble.of(Double.NaN), () -> report(1, 1, 1, Double.NaN));
  }

  @Test
  void countsStepsFromOne() {
    OptionalDouble none = OptionalDouble.empty();
    assertEquals(3, progress(3, 10, -0.5, 1, none).step());
    assertRefused("step", 0L, () -> progress(0, 10, 1, 1, none));
    assertRefused("step", 4L, () -> progress(4, 10, 1, 1, none));
    assertRefused("tokens", 0L, () -> progress(1, 0, 1, 1, none));
    assertRefused("loss", Double.NaN, () -> progress(1, 10, Double.NaN, 1, none));
    assertRefused(
        "gradientNorm",
        Double.POSITIVE_INFINITY,
        () -> progress(1, 10, 1, Double.POSITIVE_INFINITY, none));
    assertRefused(
        "meanReward", Double.NaN, () -> progress(1, 10, 1, 1, OptionalDouble.of(Double.NaN)));
  }

  private static TrainingProgress progress(
      long step, long tokens, double loss, double norm, OptionalDouble reward) {
    return new TrainingProgress(step, 3, tokens, loss, 0.1, norm, OptionalDouble.empty(), reward);
  }
}
