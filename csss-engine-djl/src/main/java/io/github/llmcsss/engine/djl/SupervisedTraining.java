package io.github.llmcsss.engine.djl;

import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingProgress;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TrainingPlan;
import io.github.llmcsss.engine.djl.packing.TrainingSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first two stages: maximum likelihood of examples [White 2025, Eq. 4 and 5]. */
final class SupervisedTraining {
  private final TrainingDirectory directory;
  private final Learner learner;
  private final TrainerSettings settings;
  private final Provenance provenance;
  private final StopSignal stop;

  SupervisedTraining(
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

  TrainingReport run(List<TrainingSession> sessions, long seed, TrainingListener listener)
      throws IOException {
    Set<String> kept = keptForValidation(sessions, seed);
    List<TrainingSession> learned =
        sessions.stream().filter(session -> !kept.contains(session.id())).toList();
    List<List<TokenTree>> validation =
        TrainingPlan.batches(
            sessions.stream()
                .filter(session -> kept.contains(session.id()))
                .flatMap(session -> session.trees().stream())
                .toList(),
            settings.tokensPerBatch());
    TrainingPlan plan =
        new TrainingPlan(
            learned,
            settings.optimization().epochs(),
            settings.tokensPerStep(),
            settings.tokensPerBatch(),
            seed);
    TrainingState state = directory.state();
    directory.truncateMetrics(state.step());
    if (state.step() > 0) {
      learner.restore(directory, state.step());
    } else if (!validation.isEmpty()) {
      state = TrainingState.start(learner.meanLoss(validation));
    }
    while (!state.ended()) {
      state = step(state, plan, validation, listener);
    }
    if (state.best() != null) {
      learner.restoreBest(directory);
    }
    return new TrainingReport(
        learner.write(directory.path()),
        state.step(),
        state.targets(),
        state.meanLoss(),
        state.validationLoss(),
        state.validationLossBefore(),
        provenance);
  }

  private TrainingState step(
      TrainingState before,
      TrainingPlan plan,
      List<List<TokenTree>> validation,
      TrainingListener listener)
      throws IOException {
    long started = System.nanoTime();
    long number = before.step() + 1;
    TrainingPlan.Step step = plan.step(number);
    double sum = 0;
    for (int i = 0; i < step.batches().size(); i++) {
      sum +=
          learner
              .model()
              .backward(step.batches().get(i), 1 / step.weight(), learner.dropoutSeed(number, i));
    }
    double rate = settings.optimization().rate(number, plan.size());
    double norm = learner.move(rate);
    if (!Double.isFinite(sum) || !Double.isFinite(norm)) {
      throw TrainingFailedException.exploded(
          directory.path(), number, sum / step.weight(), norm, rate);
    }
    boolean first = number == 1 || plan.step(number - 1).epoch() != step.epoch();
    TrainingState after = before.stepped(first, step.targets(), sum, step.weight());
    Double validationLoss = null;
    if (step.lastOfEpoch() && !validation.isEmpty()) {
      validationLoss = learner.meanLoss(validation);
      if (!Double.isFinite(validationLoss)) {
        throw TrainingFailedException.exploded(
            directory.path(), number, validationLoss, norm, rate);
      }
      if (after.isBest(validationLoss)) {
        learner.saveBest(directory);
      }
      after = after.validated(validationLoss);
    }
    if (number == plan.size() || after.sinceBest() >= settings.patience()) {
      after = after.end();
    }
    directory.log(
        new StepMetrics(
            number,
            step.epoch() + 1,
            sum / step.weight(),
            rate,
            norm,
            step.tokens(),
            step.targets(),
            (System.nanoTime() - started) * 1e-9,
            validationLoss));
    boolean saved = after.ended() || number % settings.stepsBetweenCheckpoints() == 0;
    if (saved) {
      learner.save(directory, after);
    }
    stop.tell(
        listener,
        new TrainingProgress(
            number,
            plan.size(),
            step.tokens(),
            sum / step.weight(),
            rate,
            norm,
            optional(validationLoss),
            OptionalDouble.empty()),
        directory,
        learner,
        after,
        saved);
    return after;
  }

  private Set<String> keptForValidation(List<TrainingSession> sessions, long seed) {
    List<String> ids =
        sessions.stream()
            .map(TrainingSession::id)
            .sorted(Comparator.comparingLong((String id) -> hash(seed, id)).thenComparing(id -> id))
            .toList();
    return new HashSet<>(ids.subList(0, (int) (settings.validationShare() * ids.size())));
  }

  private static long hash(long seed, String id) {
    return Hashing.sha256()
        .newHasher()
        .putLong(seed)
        .putString("validation", StandardCharsets.UTF_8)
        .putString(id, StandardCharsets.UTF_8)
        .hash()
        .asLong();
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
