package io.github.llmcsss.core;

import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.ending.ShopperEndings;
import io.github.llmcsss.core.filter.CutOffTurn;
import io.github.llmcsss.core.filter.EmptyTurn;
import io.github.llmcsss.core.grounding.GroundingPolicy;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.query.QueryReformulation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What shapes rollouts; documented at the builder. */
record RolloutSettings(
    SearchEnvironment search,
    List<SeedQuery> seedQueries,
    RewardFunction reward,
    Map<String, RewardFunction> components,
    PromptLayout prompts,
    QueryReformulation reformulation,
    NeedSource needs,
    TurnPolicy turns,
    Sampling userSampling,
    Sampling assistantSampling,
    int documentsPerTurn,
    int sessionsPerStep,
    int answersPerTurn,
    long seed,
    int sessionsInFlight) {

  GroupedAnswers answers() {
    return new GroupedAnswers(answersPerTurn, userSampling, components);
  }

  /** Sessions in which nothing but the shopper's words is ever written anew. */
  SessionSettings session(Generator generator, TurnWriter writer) {
    return new SessionSettings(
        generator,
        search,
        reward,
        prompts,
        reformulation,
        needs,
        Optional.empty(),
        ShopperEndings.ENGLISH,
        new TurnChecks(List.of(new EmptyTurn(), new CutOffTurn())),
        writer,
        turns,
        userSampling,
        assistantSampling,
        documentsPerTurn,
        true,
        1,
        SynthesizerBuilder.DEFAULT_RETRIES,
        SynthesizerBuilder.DEFAULT_DEAD_END_AFTER,
        GroundingPolicy.keepAndLabel(),
        GroundingPolicy.keepAndLabel(),
        new RunSeed(seed));
  }
}
