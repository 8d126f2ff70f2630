package io.github.llmcsss.core.training;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.internal.Generations;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.prompt.PromptLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Draws new seed queries from a generator that has learned them [White 2025, Eq. 4]. Thread-safe
 * where the generator is, which it does not close.
 */
public final class SeedQuerySampler {
  private static final int TOGETHER = 64;

  private final Generator generator;
  private final Prompt prompt;
  private final Sampling sampling;
  private final RunSeed seed;

  /**
   * A sampler.
   *
   * @param layout that the queries were learned with
   * @param sampling how tokens are drawn; a query that does not end within its most tokens is
   *     refused
   * @param seed the only source of randomness
   */
  public SeedQuerySampler(Generator generator, PromptLayout layout, Sampling sampling, long seed) {
    this.generator = generator;
    this.prompt = SeedQueryExamples.prompt(layout);
    this.sampling = sampling;
    this.seed = new RunSeed(seed);
  }

  /**
   * What was drawn.
   *
   * @param queries distinct ones, in the order in which they were drawn
   * @param drawn how many were drawn
   * @param repeated how many of these were there before among the drawn ones
   * @param unusable how many were empty, longer than a line, or cut off
   * @param known how many of {@code queries} had been learned
   */
  public record Sample(List<SeedQuery> queries, int drawn, int repeated, int unusable, int known) {
    /** Copies the list. */
    public Sample {
      queries = List.copyOf(queries);
    }

    /** The share of the queries that had not been learned; 0 where there is none. */
    public double novelty() {
      return queries.isEmpty() ? 0 : 1 - (double) known / queries.size();
    }
  }

  /**
   * Draws queries.
   *
   * @param count how many are drawn; fewer are kept
   * @param learned queries of the training; two queries are the same if they differ in upper case
   *     and white space alone
   * @throws InterruptedException if the thread is interrupted
   */
  public Sample draw(int count, Collection<SeedQuery> learned) throws InterruptedException {
    Require.that(count >= 1, "count", "1 or more", count);
    Set<String> known = new HashSet<>();
    learned.forEach(query -> known.add(folded(query.text())));
    Set<String> seen = new HashSet<>();
    List<SeedQuery> queries = new ArrayList<>();
    int unusable = 0;
    int repeated = 0;
    int old = 0;
    for (int first = 0; first < count; first += TOGETHER) {
      for (Generation written : write(first, Math.min(count, first + TOGETHER))) {
        String text = written.text().strip();
        if (text.isEmpty()
            || text.lines().count() > 1
            || written.finishReason() != FinishReason.END_OF_TURN) {
          unusable++;
        } else if (!seen.add(folded(text))) {
          repeated++;
        } else {
          queries.add(SeedQuery.of(text));
          old += known.contains(folded(text)) ? 1 : 0;
        }
      }
    }
    return new Sample(queries, count, repeated, unusable, old);
  }

  private List<Generation> write(int from, int to) throws InterruptedException {
    List<CompletableFuture<Generation>> futures = new ArrayList<>();
    for (int i = from; i < to; i++) {
      long own = seed.derive("seed-queries", i, "seed query", 0);
      futures.add(generator.generate(GenerationRequest.of(prompt, sampling, own)));
    }
    return Generations.await(futures);
  }

  private static String folded(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
