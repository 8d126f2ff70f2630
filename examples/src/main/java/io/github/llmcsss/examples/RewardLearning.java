package io.github.llmcsss.examples;

import io.github.llmcsss.api.AdaptableGenerator;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.training.Episode;
import io.github.llmcsss.api.training.EpisodeTurn;
import io.github.llmcsss.api.training.ReinforcementStage;
import io.github.llmcsss.api.training.RolloutSource;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.core.RolloutsBuilder;
import io.github.llmcsss.core.SynthesizerRollouts;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.reward.Rewards;
import io.github.llmcsss.core.training.ShuffledRewards;
import io.github.llmcsss.eval.statistics.Bootstrap;
import io.github.llmcsss.eval.statistics.PairedTests;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The third stage of {@link Train}: short sessions over the catalogue, whose rewards are learned
 * from, and a comparison on seed queries that are not.
 */
final class RewardLearning {
  private static final int SESSIONS_PER_STEP = 4;
  private static final int DOCUMENTS = 2;
  private static final int LONGEST_ANSWER = 64;
  private static final double SESSION_SHARE = 0.2;

  /** Of five seed queries one is kept for the comparison. */
  private static final int KEPT = 5;

  private static final int COMPARED_SESSIONS = 48;
  private static final int DRAWS = 10_000;

  private final AdaptableGenerator generator;
  private final SearchEnvironment search;
  private final List<Document> products;
  private final PromptLayout layout;
  private final long seed;
  private final List<SeedQuery> learned = new ArrayList<>();
  private final List<SeedQuery> kept = new ArrayList<>();

  RewardLearning(
      AdaptableGenerator generator,
      SearchEnvironment search,
      List<Document> products,
      PromptLayout layout,
      long seed) {
    this.generator = generator;
    this.search = search;
    this.products = products;
    this.layout = layout;
    this.seed = seed;
    List<SeedQuery> queries = SeedQueries.fromCatalogue(products);
    for (int i = 0; i < queries.size(); i++) {
      (i % KEPT == 0 ? kept : learned).add(queries.get(i));
    }
  }

  /** What the trainer is given; {@code shuffled} is the control, from which nothing is learned. */
  ReinforcementStage stage(
      TrainingRun run, List<TrainingExample> sessions, long steps, boolean shuffled) {
    RolloutSource rollouts = rollouts(learned, seed).sessionsPerStep(SESSIONS_PER_STEP).build();
    return new ReinforcementStage(
        run,
        shuffled ? new ShuffledRewards(rollouts, seed) : rollouts,
        sessions,
        SESSION_SHARE,
        steps);
  }

  private RolloutsBuilder rollouts(List<SeedQuery> queries, long rolloutSeed) {
    return SynthesizerRollouts.builder()
        .generator(generator)
        .searchEnvironment(search)
        .seedQueries(queries)
        .needs(CategoryNeeds.of(products))
        .reward(Rewards.keywordOverlap())
        .prompts(layout)
        .turns(TurnPolicy.exactly(2))
        .documentsPerTurn(DOCUMENTS)
        .assistantSampling(Sampling.builder().maximumTokens(LONGEST_ANSWER).build())
        .seed(rolloutSeed);
  }

  /** Writes the same sessions with both adapters, as far as they are the same. */
  void compare(Path before, Path after, PrintStream console) throws IOException {
    // Other shoppers than in the training, who open with other queries.
    RolloutSource rollouts = rollouts(kept, seed + 1).sessionsPerStep(COMPARED_SESSIONS).build();
    double[] first = rewards(rollouts.collect(before, 0));
    double[] second = rewards(rollouts.collect(after, 0));
    double[] gains = new double[Math.min(first.length, second.length)];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = second[i] - first[i];
    }
    Bootstrap.Interval interval = Bootstrap.mean(gains, 0.95, DRAWS, seed);
    console.printf(
        Locale.ROOT,
        "reward of %d sessions that were not learned from: %.4f after stage 2, %.4f after stage 3"
            + " (difference %.4f to %.4f, p = %.4f)%n",
        gains.length,
        mean(first),
        mean(second),
        interval.low(),
        interval.high(),
        PairedTests.randomisation(first, second, DRAWS, seed));
  }

  /** The mean reward of each session's answers. */
  private static double[] rewards(List<Episode> episodes) {
    return episodes.stream()
        .mapToDouble(episode ->
            mean(
                episode.turns().stream()
                    .map(EpisodeTurn::reward)
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray()))
        .toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
