package io.github.llmcsss.core;

import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.core.ending.EndingDetector;
import io.github.llmcsss.core.grounding.GroundingPolicy;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.query.QueryReformulation;
import io.github.llmcsss.core.shopper.ShopperModel;
import java.util.Optional;

/** Everything that shapes a session; documented at the builder. */
record SessionSettings(
    Generator generator,
    SearchEnvironment search,
    RewardFunction reward,
    PromptLayout prompts,
    QueryReformulation reformulation,
    NeedSource needs,
    Optional<ShopperModel> shoppers,
    EndingDetector ending,
    TurnChecks checks,
    TurnWriter writer,
    TurnPolicy turns,
    Sampling userSampling,
    Sampling assistantSampling,
    int documentsPerTurn,
    boolean openingAnswer,
    int bestOf,
    int retries,
    int deadEndAfter,
    GroundingPolicy grounding,
    GroundingPolicy leakage,
    RunSeed seed) {}
