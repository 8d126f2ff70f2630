package io.github.llmcsss.examples;

import io.github.llmcsss.api.AdaptableGenerator;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.training.Episode;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
    Map<String, Double> old = rewards(rollouts.collect(before, 0));
    Map<String, Double> learnedMore = rewards(rollouts.collect(after, 0));
    // A session that got no answer with one of the adapters is no episode there.
    List<String> both = old.keySet().stream().filter(learnedMore::containsKey).toList();
    double[] first = both.stream().mapToDouble(old::get).toArray();
    double[] second = both.stream().mapToDouble(learnedMore::get).toArray();
    double[] gains = new double[both.size()];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = second[i] - first[i];
    }
    Bootstrap.Interval interval = Bootstrap.mean(gains, 0.95, DRAWS, seed);
    console.printf(
        Locale.ROOT,
        "reward of %d sessions that were not learned from: %.4f after stage 2, %.4f after stage 3"
            + " (difference %.4f to %.4f, p = %.4f)%n",
        both.size(),
        mean(first),
        mean(second),
        interval.low(),
        interval.high(),
        PairedTests.randomisation(first, second, DRAWS, seed));
  }

  /** The mean reward of the answers by session, in the order of the sessions. */
  private static Map<String, Double> rewards(List<Episode> episodes) {
    Map<String, Double> rewards = new LinkedHashMap<>();
    for (Episode episode : episodes) {
      rewards.put(
          episode.session(),
          mean(episode.turns().stream().flatMapToDouble(turn -> turn.reward().stream()).toArray()));
    }
    return rewards;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
