package io.github.llmcsss.engine.djl;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.training.ReinforcementStage;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingProgress;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TrainingPlan;
import io.github.llmcsss.engine.djl.packing.TrainingSession;
import io.github.llmcsss.engine.djl.report.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The third stage: sessions are made with the weights of the moment, and answers whose reward is
 * above what was to be expected become more likely, {@code L_final = gamma * L_CS + (1 - gamma) *
 * L_RL} [White 2025, Eq. 6 and 7]. Both losses are means over tokens.
 */
final class ReinforcementTraining {
  private static final int SAMPLED_GROUPS = 8;
  private static final int SAMPLED_ANSWERS = 4;

  private final TrainingDirectory directory;
  private final Learner learner;
  private final TrainerSettings settings;
  private final Provenance provenance;
  private final StopSignal stop;

  ReinforcementTraining(
      TrainingDirectory directory,
      Learner learner,
      TrainerSettings settings,
      Provenance provenance,
      StopSignal stop) {
    this.directory = directory;
    this.learner = learner;
    this.settings = settings;
    this.provenance = provenance;
    this.stop = stop;
  }

  /** What a step begins with. */
  private record Plan(ReinforcementStage stage, Optional<TrainingPlan> sessions) {
    static Plan of(
        ReinforcementStage stage, List<TrainingSession> sessions, TrainerSettings settings) {
      if (stage.gamma() == 0) {
        return new Plan(stage, Optional.empty());
      }
      int perEpoch = sessions(sessions, 1, stage, settings).size();
      int epochs = Math.toIntExact((stage.steps() + perEpoch - 1) / perEpoch);
      return new Plan(stage, Optional.of(sessions(sessions, epochs, stage, settings)));
    }

    private static TrainingPlan sessions(
        List<TrainingSession> sessions,
        int epochs,
        ReinforcementStage stage,
        TrainerSettings settings) {
      return new TrainingPlan(
          sessions,
          epochs,
          settings.tokensPerStep(),
          settings.tokensPerBatch(),
          stage.run().seed());
    }
  }

  TrainingReport run(
      ReinforcementStage stage, List<TrainingSession> sessions, TrainingListener listener)
      throws IOException {
    Plan plan = Plan.of(stage, sessions, settings);
    learner.remember();
    TrainingState state = directory.state();
    directory.truncateMetrics(state.step());
    List<RolloutMetrics> history = directory.metrics(RolloutMetrics.class);
    if (state.step() > 0) {
      learner.restore(directory, state.step());
    }
    directory.forgetAlarm();
    while (!state.ended()) {
      state = step(state, plan, history, listener);
    }
    Path result = learner.write(directory.path());
    if (!Files.exists(directory.path().resolve(Samples.AFTER))) {
      // The first step's sessions again: the same shoppers, who open with the same words.
      directory.write(Samples.AFTER, sampled(Answer.of(stage.rollouts().collect(result, 0))));
    }
    return new TrainingReport(
        result,
        state.step(),
        state.targets(),
        state.meanLoss(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        provenance);
  }

  private TrainingState step(
      TrainingState before, Plan plan, List<RolloutMetrics> history, TrainingListener listener)
      throws IOException {
    long started = System.nanoTime();
    long number = before.step() + 1;
    RolloutBatch rollout = rollout(plan.stage(), number);
    double rolloutSeconds = (System.nanoTime() - started) * 1e-9;
    double meanReward =
        rollout.answers().stream().mapToDouble(Answer::reward).average().orElseThrow();
    double baseline =
        history.stream().mapToDouble(RolloutMetrics::meanReward).average().orElse(meanReward);
    PolicyGradient gradient = gradient(rollout, baseline);
    double gamma = plan.stage().gamma();
    int tokens = 0;
    double rewardLoss = 0;
    for (List<TokenTree> batch :
        TrainingPlan.batches(rollout.trees(gradient.weights()), settings.tokensPerBatch())) {
      rewardLoss += learner.model().backward(batch, 1 - gamma, learner.dropoutSeed(number, tokens));
      tokens += batch.stream().mapToInt(TokenTree::size).sum();
    }
    double sessionLoss = 0;
    if (plan.sessions().isPresent()) {
      TrainingPlan.Step step = plan.sessions().get().step(number);
      for (List<TokenTree> batch : step.batches()) {
        sessionLoss +=
            learner
                    .model()
                    .backward(batch, gamma / step.weight(), learner.dropoutSeed(number, tokens))
                / step.weight();
        tokens += batch.stream().mapToInt(TokenTree::size).sum();
      }
    }
    double rate = settings.optimization().rate(number, plan.stage().steps());
    double loss = gamma * sessionLoss + (1 - gamma) * rewardLoss;
    double norm = learner.move(rate);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw TrainingFailedException.exploded(directory.path(), number, loss, norm, rate);
    }
    RolloutMetrics metrics =
        new RolloutMetrics(
            number,
            loss,
            sessionLoss,
            rate,
            norm,
            tokens,
            rollout.tokens(),
            (System.nanoTime() - started) * 1e-9,
            rolloutSeconds,
            meanReward,
            (double) rollout.tokens() / rollout.answers().size(),
            Answer.copied(rollout.answers()),
            Answer.distinct2(rollout.answers()),
            gradient.divergence(),
            Answer.idleGroups(rollout.answers()),
            gradient.mismatch());
    directory.log(metrics);
    history.add(metrics);
    TrainingState after = before.stepped(number == 1, rollout.tokens(), loss, 1);
    if (number == plan.stage().steps()) {
      after = after.end();
    }
    Optional<String> alarm = settings.reinforcement().alarms().ring(history);
    boolean saved =
        after.ended() || alarm.isPresent() || number % settings.stepsBetweenCheckpoints() == 0;
    if (saved) {
      learner.save(directory, after);
    }
    if (alarm.isPresent()) {
      directory.noteAlarm("Stopped after step " + number + ": " + alarm.get() + ".");
      throw new TrainingAlarmException(
          directory.path()
              + ": stopped after step "
              + number
              + ": "
              + alarm.get()
              + ". Change the reward, hold the model more strongly to its beginning, or set other"
              + " alarms to go on; the checkpoint stays");
    }
    stop.tell(
        listener,
        new TrainingProgress(
            number,
            plan.stage().steps(),
            tokens,
            loss,
            rate,
            norm,
            OptionalDouble.empty(),
            OptionalDouble.of(meanReward)),
        directory,
        learner,
        after,
        saved);
    return after;
  }

  private RolloutBatch rollout(ReinforcementStage stage, long number) throws IOException {
    Path current = learner.write(directory.path().resolve("rollout"));
    List<Answer> answers = Answer.of(stage.rollouts().collect(current, number - 1));
    if (answers.isEmpty()) {
      throw new CsssException(
          directory.path()
              + ": the rollouts of step "
              + number
              + " have no answer with a reward; look at what the rollout source rejects");
    }
    for (Answer answer : answers) {
      if (answer.generation().promptTokens().length == 0) {
        throw new CsssException(
            "an answer of session \""
                + answer.session()
                + "\" must have a prompt of a token or more");
      }
    }
    if (number == 1) {
      directory.write(Samples.BEFORE, sampled(answers));
    }
    return new RolloutBatch(answers);
  }

  /** The first groups, as text. */
  private Samples sampled(List<Answer> answers) {
    Map<String, List<Answer>> groups = new LinkedHashMap<>();
    for (Answer answer : answers) {
      groups.computeIfAbsent(answer.group(), name -> new ArrayList<>()).add(answer);
    }
    return new Samples(
        groups.entrySet().stream()
            .limit(SAMPLED_GROUPS)
            .map(group ->
                new Samples.Group(
                    group.getKey(),
                    learner.text(group.getValue().getFirst().generation().promptTokens()),
                    group.getValue().stream()
                        .limit(SAMPLED_ANSWERS)
                        .map(answer ->
                            new Samples.Answer(answer.generation().text(), answer.reward()))
                        .toList()))
            .toList());
  }

  private PolicyGradient gradient(RolloutBatch rollout, double baseline) {
    Reinforcement how = settings.reinforcement();
    double[] advantages = Answer.advantages(rollout.answers(), baseline, how.normalise());
    int together = settings.tokensPerBatch();
    PolicyGradient gradient =
        PolicyGradient.of(
            rollout,
            advantages,
            rollout.logProbabilities(together, learner::losses),
            rollout.logProbabilities(together, learner::rememberedLosses),
            how);
    if (!(gradient.mismatch() <= how.maximumMismatch())) {
      throw new CsssException(
          directory.path()
              + ": the generator's and the trainer's log-probabilities must lie within "
              + how.maximumMismatch()
              + " nats a token, but were "
              + gradient.mismatch()
              + " apart; let the rollouts use the adapter that they are given, in 32 bits, or allow"
              + " more");
    }
    return gradient;
  }
}
