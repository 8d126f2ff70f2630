package io.github.llmcsss.core;

import io.github.llmcsss.api.AdaptableGenerator;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.query.QueryReformulation;
import io.github.llmcsss.core.reward.Rewards;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the settings of {@link SynthesizerRollouts}; not thread-safe. */
public final class RolloutsBuilder {
  /** {@value} sessions are made for a step of the training. */
  public static final int DEFAULT_SESSIONS_PER_STEP = 8;

  /** {@value} answers are written to each prompt of the assistant. */
  public static final int DEFAULT_ANSWERS_PER_TURN = 4;

  /** 2 turns or 3. */
  public static final TurnPolicy DEFAULT_TURNS = TurnPolicy.between(2, 3);

  /** The model's own distribution, 40 tokens. */
  public static final Sampling DEFAULT_USER_SAMPLING = Sampling.builder().maximumTokens(40).build();

  /** The model's own distribution, 96 tokens. */
  public static final Sampling DEFAULT_ASSISTANT_SAMPLING =
      Sampling.builder().maximumTokens(96).build();

  private @Nullable AdaptableGenerator generator;
  private @Nullable SearchEnvironment search;
  private List<SeedQuery> seedQueries = List.of();
  private RewardFunction reward = Rewards.keywordOverlap();
  private Map<String, RewardFunction> components = Map.of();
  private PromptLayout prompts = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
  private QueryReformulation reformulation = QueryReformulation.recency();
  private NeedSource needs = SeedNeeds.INSTANCE;
  private TurnPolicy turns = DEFAULT_TURNS;
  private Sampling userSampling = DEFAULT_USER_SAMPLING;
  private Sampling assistantSampling = DEFAULT_ASSISTANT_SAMPLING;
  private int documentsPerTurn = SynthesizerBuilder.DEFAULT_DOCUMENTS_PER_TURN;
  private int sessionsPerStep = DEFAULT_SESSIONS_PER_STEP;
  private int answersPerTurn = DEFAULT_ANSWERS_PER_TURN;
  private long seed;
  private int sessionsInFlight = SynthesizerBuilder.DEFAULT_SESSIONS_IN_FLIGHT;

  RolloutsBuilder() {}

  /** Writes both sides with the adapter of the moment; required. */
  public RolloutsBuilder generator(AdaptableGenerator value) {
    this.generator = value;
    return this;
  }

  /** Is searched at every system turn; required. */
  public RolloutsBuilder searchEnvironment(SearchEnvironment value) {
    this.search = value;
    return this;
  }

  /** Open the sessions, in their order and again from the first; required, not empty. */
  public RolloutsBuilder seedQueries(List<SeedQuery> value) {
    Require.that(!value.isEmpty(), "seedQueries", "not empty", value);
    this.seedQueries = List.copyOf(value);
    return this;
  }

  /** Scores every answer; {@link Rewards#keywordOverlap()}. */
  public RolloutsBuilder reward(RewardFunction value) {
    this.reward = value;
    return this;
  }

  /**
   * Is measured beside the reward, by name, to be looked at: nothing is learned from it. None by
   * default.
   */
  public RolloutsBuilder components(Map<String, RewardFunction> value) {
    this.components = Collections.unmodifiableMap(new TreeMap<>(value));
    return this;
  }

  /** How prompts look: as in the second stage; a transcript without examples. */
  public RolloutsBuilder prompts(PromptLayout value) {
    this.prompts = value;
    return this;
  }

  /** How queries are made; {@link QueryReformulation#recency()}. */
  public RolloutsBuilder reformulation(QueryReformulation value) {
    this.reformulation = value;
    return this;
  }

  /** What shoppers want; by default what the seed query brings along. */
  public RolloutsBuilder needs(NeedSource value) {
    this.needs = value;
    return this;
  }

  /** How many turns a session has; {@link #DEFAULT_TURNS}. */
  public RolloutsBuilder turns(TurnPolicy value) {
    this.turns = value;
    return this;
  }

  /** How the shopper's words are drawn; {@link #DEFAULT_USER_SAMPLING}. */
  public RolloutsBuilder userSampling(Sampling value) {
    this.userSampling = value;
    return this;
  }

  /**
   * How answers are drawn; {@link #DEFAULT_ASSISTANT_SAMPLING}. Length and stop strings are free,
   * all else must be the model's own distribution, since that is what learns.
   */
  public RolloutsBuilder assistantSampling(Sampling value) {
    Sampling own =
        Sampling.builder()
            .maximumTokens(value.maximumTokens())
            .stopStrings(value.stopStrings())
            .build();
    Require.that(
        value.equals(own),
        "assistantSampling",
        "at temperature 1 without top-k, top-p, min-p, repetition penalty and banned tokens",
        value);
    this.assistantSampling = value;
    return this;
  }

  /** How many documents are retrieved for a turn at most; 3, 1 or more. */
  public RolloutsBuilder documentsPerTurn(int value) {
    Require.that(value >= 1, "documentsPerTurn", "1 or more", value);
    this.documentsPerTurn = value;
    return this;
  }

  /** How many sessions a step has; {@value #DEFAULT_SESSIONS_PER_STEP}, 1 or more. */
  public RolloutsBuilder sessionsPerStep(int value) {
    Require.that(value >= 1, "sessionsPerStep", "1 or more", value);
    this.sessionsPerStep = value;
    return this;
  }

  /**
   * How many answers are written to a prompt, to be compared with each other; {@value
   * #DEFAULT_ANSWERS_PER_TURN}, 1 or more, where 1 leaves nothing to compare.
   */
  public RolloutsBuilder answersPerTurn(int value) {
    Require.that(value >= 1, "answersPerTurn", "1 or more", value);
    this.answersPerTurn = value;
    return this;
  }

  /** The only source of randomness; 0. */
  public RolloutsBuilder seed(long value) {
    this.seed = value;
    return this;
  }

  /** How many sessions are made at the same time; 32, 1 or more. Changes speed, never episodes. */
  public RolloutsBuilder sessionsInFlight(int value) {
    Require.that(value >= 1, "sessionsInFlight", "1 or more", value);
    this.sessionsInFlight = value;
    return this;
  }

  /**
   * The source of rollouts.
   *
   * @throws IllegalStateException if something required is missing
   */
  public SynthesizerRollouts build() {
    if (generator == null) {
      throw new IllegalStateException("generator must be set, but was not");
    }
    if (search == null) {
      throw new IllegalStateException("searchEnvironment must be set, but was not");
    }
    if (seedQueries.isEmpty()) {
      throw new IllegalStateException("seedQueries must be set, but were not");
    }
    return new SynthesizerRollouts(
        generator,
        new RolloutSettings(
            search,
            seedQueries,
            reward,
            components,
            prompts,
            reformulation,
            needs,
            turns,
            userSampling,
            assistantSampling,
            documentsPerTurn,
            sessionsPerStep,
            answersPerTurn,
            seed,
            sessionsInFlight));
  }
}
