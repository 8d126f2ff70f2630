package io.github.llmcsss.core;

import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.core.ending.EndingDetector;
import io.github.llmcsss.core.ending.ShopperEndings;
import io.github.llmcsss.core.filter.Filter;
import io.github.llmcsss.core.filter.Filters;
import io.github.llmcsss.core.grounding.GroundingPolicy;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.query.QueryReformulation;
import io.github.llmcsss.core.reward.Rewards;
import io.github.llmcsss.core.run.ExistingRun;
import io.github.llmcsss.core.shopper.ShopperModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link SessionSynthesizer}; not thread-safe. */
public final class SynthesizerBuilder {
  /** {@value} documents are retrieved for a turn. */
  public static final int DEFAULT_DOCUMENTS_PER_TURN = 3;

  /** {@value}: the first usable answer is taken. */
  public static final int DEFAULT_BEST_OF = 1;

  /** {@value} further attempts at an unusable turn. */
  public static final int DEFAULT_RETRIES = 5;

  /** {@value} searches in a row that find nothing end a session. */
  public static final int DEFAULT_DEAD_END_AFTER = 2;

  /** Unsupported answers are kept and labelled. */
  public static final GroundingPolicy DEFAULT_GROUNDING = GroundingPolicy.keepAndLabel();

  /** A shopper's turn that leaks is written anew up to twice, or else the session is rejected. */
  public static final GroundingPolicy DEFAULT_LEAKAGE = GroundingPolicy.regenerateOrReject(2);

  /** {@value} sessions are made at the same time. */
  public static final int DEFAULT_SESSIONS_IN_FLIGHT = 32;

  /** With {@link #count}, at most {@value} sessions are begun for each one asked for. */
  public static final int DEFAULT_ASKED_PER_SESSION = 10;

  /** 2 to 6 turns. */
  public static final TurnPolicy DEFAULT_TURNS = TurnPolicy.between(2, 6);

  /** Temperature 0.7, top-p 0.9, min-p 0.1, 40 tokens, up to the end of the line. */
  public static final Sampling DEFAULT_USER_SAMPLING =
      Sampling.builder()
          .temperature(0.7)
          .topP(0.9)
          .minP(0.1)
          .maximumTokens(40)
          .stopStrings(List.of("\n"))
          .build();

  /**
   * Temperature 0.6, top-p 0.9, min-p 0.1, repetition penalty 1.08 (which keeps a small model from
   * giving its last answer again), 96 tokens, up to the end of the line.
   */
  public static final Sampling DEFAULT_ASSISTANT_SAMPLING =
      Sampling.builder()
          .temperature(0.6)
          .topP(0.9)
          .minP(0.1)
          .repetitionPenalty(1.08)
          .maximumTokens(96)
          .stopStrings(List.of("\n"))
          .build();

  private @Nullable Generator generator;
  private @Nullable SearchEnvironment search;
  private RewardFunction reward = Rewards.keywordOverlap();
  private PromptLayout prompts = PromptLayout.transcript();
  private QueryReformulation reformulation = QueryReformulation.recency();
  private NeedSource needs = SeedNeeds.INSTANCE;
  private @Nullable ShopperModel shoppers;
  private EndingDetector ending = ShopperEndings.ENGLISH;
  private List<Filter> filters = Filters.standard();
  private TurnPolicy turns = DEFAULT_TURNS;
  private Sampling userSampling = DEFAULT_USER_SAMPLING;
  private Sampling assistantSampling = DEFAULT_ASSISTANT_SAMPLING;
  private int documentsPerTurn = DEFAULT_DOCUMENTS_PER_TURN;
  private boolean openingAnswer = true;
  private int bestOf = DEFAULT_BEST_OF;
  private int retries = DEFAULT_RETRIES;
  private int deadEndAfter = DEFAULT_DEAD_END_AFTER;
  private GroundingPolicy grounding = DEFAULT_GROUNDING;
  private GroundingPolicy leakage = DEFAULT_LEAKAGE;
  private long seed;
  private long sessions;
  private long count;
  private int seedRepetitions;
  private long tokenBudget;
  private Optional<Duration> timeBudget = Optional.empty();
  private int sessionsInFlight = DEFAULT_SESSIONS_IN_FLIGHT;
  private SynthesisListener listener = SynthesisListener.NONE;
  private InstantSource clock = InstantSource.system();
  private ExistingRun existingRun = ExistingRun.CONTINUE;

  SynthesizerBuilder() {}

  /** Writes both sides; required. */
  public SynthesizerBuilder generator(Generator value) {
    this.generator = value;
    return this;
  }

  /** Is searched at every system turn; required. */
  public SynthesizerBuilder searchEnvironment(SearchEnvironment value) {
    this.search = value;
    return this;
  }

  /** Scores answers, chooses among them with {@link #bestOf}; {@link Rewards#keywordOverlap}. */
  public SynthesizerBuilder reward(RewardFunction value) {
    this.reward = value;
    return this;
  }

  /** How a session becomes a prompt; {@link PromptLayout#transcript()}. */
  public SynthesizerBuilder prompts(PromptLayout value) {
    this.prompts = value;
    return this;
  }

  /** How the query of a turn is made; {@link QueryReformulation#recency()}. */
  public SynthesizerBuilder reformulation(QueryReformulation value) {
    this.reformulation = value;
    return this;
  }

  /** What the shopper of a session wants; by default the need of the seed query. */
  public SynthesizerBuilder needs(NeedSource value) {
    this.needs = value;
    return this;
  }

  /**
   * Draws what the shopper of a session does at each turn, and has the prompt say so; by default
   * nobody does, and the generator is left to itself.
   */
  public SynthesizerBuilder shoppers(ShopperModel value) {
    this.shoppers = value;
    return this;
  }

  /**
   * When the shopper's words end a session; by default English phrases ({@link ShopperEndings}).
   */
  public SynthesizerBuilder ending(EndingDetector value) {
    this.ending = value;
    return this;
  }

  /**
   * What is not good enough to be kept, instead of {@link Filters#standard()}; empty for whatever
   * comes. In this order, a {@link io.github.llmcsss.core.filter.TurnFilter} has texts written anew
   * ({@link #retries}), a {@link io.github.llmcsss.core.filter.SessionFilter} judges what is
   * finished, and a {@link io.github.llmcsss.core.filter.RunFilter} compares it with what was kept
   * before it.
   */
  public SynthesizerBuilder filters(List<? extends Filter> value) {
    this.filters = List.copyOf(value);
    return this;
  }

  /** How long sessions are; {@link #DEFAULT_TURNS}. */
  public SynthesizerBuilder turns(TurnPolicy value) {
    this.turns = value;
    return this;
  }

  /** How the shopper's turns are drawn; {@link #DEFAULT_USER_SAMPLING}. */
  public SynthesizerBuilder userSampling(Sampling value) {
    this.userSampling = value;
    return this;
  }

  /** How answers are drawn; {@link #DEFAULT_ASSISTANT_SAMPLING}. */
  public SynthesizerBuilder assistantSampling(Sampling value) {
    this.assistantSampling = value;
    return this;
  }

  /** How many documents a search may find; {@value #DEFAULT_DOCUMENTS_PER_TURN}, 1 or more. */
  public SynthesizerBuilder documentsPerTurn(int value) {
    Require.that(value >= 1, "documentsPerTurn", "1 or more", value);
    this.documentsPerTurn = value;
    return this;
  }

  /** Whether the seed query is answered ({@code S_0}); true. */
  public SynthesizerBuilder openingAnswer(boolean value) {
    this.openingAnswer = value;
    return this;
  }

  /**
   * How many answers are written for a turn, of which the usable one with the highest reward is
   * taken, the first among equals, supported ones before all others ({@link #grounding}); {@value
   * #DEFAULT_BEST_OF}, 1 or more.
   */
  public SynthesizerBuilder bestOf(int value) {
    Require.that(value >= 1, "bestOf", "1 or more", value);
    this.bestOf = value;
    return this;
  }

  /**
   * How often a turn that a filter refuses ({@link #filters}) is written anew before the session is
   * rejected; {@value #DEFAULT_RETRIES}, 0 or more.
   */
  public SynthesizerBuilder retries(int value) {
    Require.that(value >= 0, "retries", "0 or more", value);
    this.retries = value;
    return this;
  }

  /**
   * After how many searches in a row without a document a session ends; {@value
   * #DEFAULT_DEAD_END_AFTER}, 1 or more.
   */
  public SynthesizerBuilder deadEndAfter(int value) {
    Require.that(value >= 1, "deadEndAfter", "1 or more", value);
    this.deadEndAfter = value;
    return this;
  }

  /**
   * What becomes of an answer with a price, a number or a product name that nothing retrieved
   * supports; {@link #DEFAULT_GROUNDING}. Whatever the policy, of several answers ({@link #bestOf})
   * a supported one is taken before an unsupported one.
   */
  public SynthesizerBuilder grounding(GroundingPolicy value) {
    this.grounding = value;
    return this;
  }

  /**
   * What becomes of a shopper's turn with the id or the name of a product that the shopper was not
   * shown; {@link #DEFAULT_LEAKAGE}.
   */
  public SynthesizerBuilder leakage(GroundingPolicy value) {
    this.leakage = value;
    return this;
  }

  /** Where every random choice comes from; 0. */
  public SynthesizerBuilder seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * How many sessions are made, 1 or more; by default one a seed query. Beyond the seed queries,
   * they repeat with a new repetition number, random stream and, where {@link #needs} draws it,
   * need.
   */
  public SynthesizerBuilder sessions(long value) {
    Require.that(value >= 1, "sessions", "1 or more", value);
    this.sessions = value;
    return this;
  }

  /**
   * How many sessions are finished in the end, 1 or more: those that are rejected are made up for
   * by further ones. Instead of {@link #sessions}. Seed queries repeat as there; where they run out
   * ({@link #seedRepetitions}), the report says so.
   */
  public SynthesizerBuilder count(long value) {
    Require.that(value >= 1, "count", "1 or more", value);
    this.count = value;
    return this;
  }

  /**
   * With {@link #count}, how often each seed query may be used, 1 or more; by default as often as
   * it takes to begin {@value #DEFAULT_ASKED_PER_SESSION} sessions for each one asked for.
   */
  public SynthesizerBuilder seedRepetitions(int value) {
    Require.that(value >= 1, "seedRepetitions", "1 or more", value);
    this.seedRepetitions = value;
    return this;
  }

  /**
   * The run ends with the session at which so many tokens are generated, those of rejected sessions
   * and unused candidates included, 1 or more; by default without one.
   */
  public SynthesizerBuilder tokenBudget(long value) {
    Require.that(value >= 1, "tokenBudget", "1 or more", value);
    this.tokenBudget = value;
    return this;
  }

  /**
   * After so much time a run stops at the next boundary of a session, as by {@link
   * SessionSynthesizer#stop}; the same call goes on with it. By default without one.
   */
  public SynthesizerBuilder timeBudget(Duration value) {
    Require.that(value.isPositive(), "timeBudget", "positive", value);
    this.timeBudget = Optional.of(value);
    return this;
  }

  /**
   * How many sessions are made at the same time; {@value #DEFAULT_SESSIONS_IN_FLIGHT}, 1 or more.
   * Changes speed and memory, never sessions.
   */
  public SynthesizerBuilder sessionsInFlight(int value) {
    Require.that(value >= 1, "sessionsInFlight", "1 or more", value);
    this.sessionsInFlight = value;
    return this;
  }

  /** Hears how a run gets on; {@link SynthesisListener#NONE}. */
  public SynthesizerBuilder listener(SynthesisListener value) {
    this.listener = value;
    return this;
  }

  /** What times in reports and logs are read from; the system's clock. */
  public SynthesizerBuilder clock(InstantSource value) {
    this.clock = value;
    return this;
  }

  /** What is done with a run that is already in the directory; {@link ExistingRun#CONTINUE}. */
  public SynthesizerBuilder existingRun(ExistingRun value) {
    this.existingRun = value;
    return this;
  }

  /**
   * The synthesizer.
   *
   * @throws IllegalStateException if something required is missing, or settings do not go together
   */
  public SessionSynthesizer build() {
    if (generator == null) {
      throw new IllegalStateException("generator must be set, but was not");
    }
    if (search == null) {
      throw new IllegalStateException("searchEnvironment must be set, but was not");
    }
    if (!openingAnswer && turns.minimum() < 2) {
      throw new IllegalStateException(
          "minimum turns must be 2 or more where openingAnswer is false, but was "
              + turns.minimum());
    }
    if (bestOf > 1 && assistantSampling.temperature() == 0) {
      throw new IllegalStateException(
          "bestOf must be 1 where the assistant's temperature is 0, as all answers are the same,"
              + " but was "
              + bestOf);
    }
    if (sessions > 0 && count > 0) {
      throw new IllegalStateException(
          "sessions and count must not both be set, but were " + sessions + " and " + count);
    }
    if (seedRepetitions > 0 && count == 0) {
      throw new IllegalStateException(
          "seedRepetitions must be set with count alone, but was " + seedRepetitions);
    }
    SessionSettings session =
        new SessionSettings(
            generator,
            search,
            reward,
            prompts,
            reformulation,
            needs,
            Optional.ofNullable(shoppers),
            ending,
            new TurnChecks(filters),
            BestAnswer.INSTANCE,
            turns,
            userSampling,
            assistantSampling,
            documentsPerTurn,
            openingAnswer,
            bestOf,
            retries,
            deadEndAfter,
            grounding,
            leakage,
            new RunSeed(seed));
    return new SessionSynthesizer(
        session,
        new RunSettings(
            sessions,
            count,
            seedRepetitions,
            tokenBudget,
            timeBudget,
            sessionsInFlight,
            listener,
            clock,
            existingRun));
  }
}
