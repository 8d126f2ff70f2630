package io.github.llmcsss.core;

import io.github.llmcsss.api.AdaptableGenerator;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.EpisodeTurn;
import io.github.llmcsss.api.training.RolloutSource;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.run.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions for the third stage [White 2025, Eq. 6], made by the synthesizer's own loop: every turn
 * is really searched, and both sides write with the adapter of the moment. To every prompt of the
 * assistant a group of answers is written, all with a reward; one of them, drawn by seed and never
 * for its reward, goes on with the session.
 *
 * <p>Answers are taken as they come, empty and cut-off ones too: whoever learns from them must see
 * what the model does, and the reward says what is good. The shopper's empty or cut-off words are
 * written anew. A session that cannot go on is an episode as far as it went; one without a single
 * answer is none.
 *
 * <p>Seed queries are used one after the other, over all steps, and again from the first, with
 * another need and random stream. The same adapter and step give the same episodes, in the same
 * order, at any number of sessions in flight. Thread-safe; closes neither the generator nor the
 * search environment.
 *
 * <pre>{@code
 * RolloutSource rollouts =
 *     SynthesizerRollouts.builder()
 *         .generator(generator)
 *         .searchEnvironment(catalogue)
 *         .seedQueries(seeds)
 *         .reward(Rewards.keywordOverlap())
 *         .turns(TurnPolicy.exactly(2))
 *         .build();
 * trainer.train(new ReinforcementStage(run, rollouts, examples, 0.5, 100), listener);
 * }</pre>
 */
public final class SynthesizerRollouts implements RolloutSource {
  private final AdaptableGenerator generator;
  private final RolloutSettings rollouts;

  SynthesizerRollouts(AdaptableGenerator generator, RolloutSettings rollouts) {
    this.generator = generator;
    this.rollouts = rollouts;
  }

  /** A builder with the defaults; generator, search environment and seed queries must be given. */
  public static RolloutsBuilder builder() {
    return new RolloutsBuilder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws SynthesisException if a part that was given fails, or no session got an answer
   */
  @Override
  public List<Episode> collect(Path adapter, long step) throws IOException {
    Require.that(step >= 0, "step", "0 or more", step);
    long first = Math.multiplyExact(step, (long) rollouts.sessionsPerStep());
    SessionPlan plan =
        new SessionPlan(
            rollouts.seedQueries(), Math.addExact(first, (long) rollouts.sessionsPerStep()));
    GroupedAnswers answers = rollouts.answers();
    List<Verdict> verdicts;
    try (Generator adapted = generator.withAdapter(adapter);
        SessionPipeline pipeline =
            new SessionPipeline(
                rollouts.session(adapted, answers),
                plan,
                first,
                Map.of(),
                rollouts.sessionsInFlight(),
                SILENT,
                closed -> {})) {
      verdicts = all(pipeline, plan.sessions());
    }
    List<Episode> episodes = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      List<EpisodeTurn> turns = answers.turns(verdict.id());
      if (!turns.isEmpty()) {
        episodes.add(new Episode(verdict.id(), step, turns));
      }
    }
    if (episodes.isEmpty()) {
      throw new SynthesisException(
          "no session of step " + step + " has an answer; the first ended with " + why(verdicts));
    }
    return episodes;
  }

  private static List<Verdict> all(SessionPipeline pipeline, long end) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    for (List<Verdict> next = pipeline.take(end); !next.isEmpty(); next = pipeline.take(end)) {
      verdicts.addAll(next);
    }
    return verdicts;
  }

  private static String why(List<Verdict> verdicts) {
    Optional<Verdict> first = verdicts.stream().findFirst();
    return first.isPresent() && first.get() instanceof Verdict.Unfinished unfinished
        ? unfinished.rejection().reason()
        : "nothing";
  }

  private static final SessionPipeline.Observer SILENT =
      new SessionPipeline.Observer() {
        @Override
        public void turn(long generatedTokens) {
          // A trainer tells how it gets on.
        }

        @Override
        public void early(long index, Verdict verdict) {
          // Nothing outlives this step.
        }
      };
}
