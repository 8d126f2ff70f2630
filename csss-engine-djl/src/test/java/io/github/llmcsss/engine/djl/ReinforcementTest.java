package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.ReinforcementStage;
import io.github.llmcsss.api.training.RolloutSource;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.model.LoraConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** REINFORCE on a problem whose best policy is known: always a token of the rewarded ones. */
class ReinforcementTest extends TinyTrainings {
  private static double reward(int token) {
    return token % 4 == 1 ? 1 : 0;
  }

  private DjlTrainerBuilder rewarded() {
    return DjlTrainer.builder(model)
        .lora(LoraConfig.standard())
        .precision(TrainingPrecision.FLOAT32)
        .learningRate(2e-3)
        .weightDecay(0)
        .threads(1)
        .reinforcement(Reinforcement.standard().withKlWeight(0.001).withAlarms(Alarms.off()));
  }

  private ReinforcementStage stage(String out, RolloutSource rollouts, long steps) {
    TrainingRun run = new TrainingRun(Optional.empty(), directory.resolve(out), 3);
    return new ReinforcementStage(run, rollouts, List.of(), 0, steps);
  }

  private static List<Double> rewards(DjlTrainerBuilder builder, ReinforcementStage stage)
      throws IOException {
    List<Double> rewards = new ArrayList<>();
    try (DjlTrainer trainer = builder.build()) {
      TrainingReport report =
          trainer.train(stage, progress -> rewards.add(progress.meanReward().orElseThrow()));
      assertEquals(rewards.size(), report.steps());
    }
    return rewards;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void rewardRisesToTheOptimumAndDoesNotWhereItIsShuffled() throws IOException {
    List<Double> real =
        rewards(
            rewarded(),
            stage("real", new OneTokenRollouts(model, 32, false, ReinforcementTest::reward), 50));
    List<Double> control =
        rewards(
            rewarded(),
            stage("control", new OneTokenRollouts(model, 32, true, ReinforcementTest::reward), 50));
    double before = mean(real.subList(0, 3));
    assertTrue(before < 0.6, real::toString);
    assertTrue(mean(real.subList(47, 50)) > 0.9, real::toString);
    assertTrue(mean(control.subList(47, 50)) < before + 0.2, control::toString);
  }

  @Test
  void learnsWithABaselineOfItsOwnPastWhereAnswersAreAlone() throws IOException {
    List<Double> rewards =
        rewards(
            rewarded(),
            stage("alone", new OneTokenRollouts(model, 1, false, ReinforcementTest::reward), 80));
    assertTrue(mean(rewards.subList(0, 5)) < 0.6, rewards::toString);
    assertTrue(mean(rewards.subList(60, 80)) > 0.9, rewards::toString);
  }

  @Test
  void sessionLossKeepsItsShare() throws IOException {
    TrainingRun run = new TrainingRun(Optional.empty(), directory.resolve("mixed"), 3);
    ReinforcementStage mixed =
        new ReinforcementStage(
            run,
            new OneTokenRollouts(model, 8, false, ReinforcementTest::reward),
            TinySessions.sessions(6),
            0.5,
            12);
    rewards(rewarded().tokensPerStep(400), mixed);
    List<String> lines = Files.readAllLines(directory.resolve("mixed/metrics.jsonl"));
    double first = sessionLoss(lines.getFirst());
    double last = sessionLoss(lines.getLast());
    assertTrue(first > 0 && last < 0.8 * first, first + " to " + last);
  }

  private static double sessionLoss(String line) {
    String after = line.substring(line.indexOf("\"sessionLoss\":") + 14);
    return Double.parseDouble(after.substring(0, after.indexOf(',')));
  }

  @Test
  void groupsWithoutVarianceRingTheAlarm() {
    DjlTrainerBuilder builder =
        rewarded()
            .reinforcement(
                Reinforcement.standard().withAlarms(new Alarms(2, 0.5, 0.3, 0.1, 10, 0.9)));
    ReinforcementStage same =
        stage("same", new OneTokenRollouts(model, 4, false, token -> 0.5), 20);
    TrainingAlarmException rung =
        assertThrows(TrainingAlarmException.class, () -> rewards(builder, same));
    assertTrue(String.valueOf(rung.getMessage()).contains("same reward"), rung::toString);
    assertTrue(Files.exists(directory.resolve("same/checkpoint/state.json")));
  }

  /**
   * A generator that did not load the adapter that it was given writes what another model would.
   */
  @Test
  void refusesRolloutsOfAnotherModel() {
    OneTokenRollouts honest = new OneTokenRollouts(model, 4, false, ReinforcementTest::reward);
    RolloutSource stale =
        new RolloutSource() {
          private List<Episode> first = List.of();

          @Override
          public List<Episode> collect(Path adapter, long step) throws IOException {
            if (first.isEmpty()) {
              first = honest.collect(adapter, step);
            }
            return first;
          }
        };
    CsssException refused =
        assertThrows(CsssException.class, () -> rewards(rewarded(), stage("stale", stale, 20)));
    assertTrue(String.valueOf(refused.getMessage()).contains("nats a token"), refused::toString);
    CsssException empty =
        assertThrows(
            CsssException.class,
            () -> rewards(rewarded(), stage("empty", (adapter, step) -> List.of(), 20)));
    assertTrue(String.valueOf(empty.getMessage()).contains("no answer"), empty::toString);
  }
}
