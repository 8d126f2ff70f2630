package io.github.llmcsss.core;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.filter.Filter;
import io.github.llmcsss.core.grounding.GroundingPolicy;
import io.github.llmcsss.core.internal.Processor;
import io.github.llmcsss.core.internal.RunSeed;
import io.github.llmcsss.core.run.RunWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What makes a run, as {@code run.json} shows it; no times, no thread counts. */
final class RunDescription {
  private RunDescription() {}

  static Map<String, Object> of(SessionSettings settings, List<SeedQuery> seeds, RunTarget target) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("format", RunWriter.FORMAT);
    run.put("libraryVersion", libraryVersion());
    run.put("processor", Processor.kind());
    run.put("seed", settings.seed().value());
    run.put("hash", RunSeed.HASH);
    run.put("target", target.describe());
    run.put("seedQueries", seeds.size());
    run.put("seedQueriesSha256", RunSeed.fingerprint(seeds));
    run.put("settings", settings(settings));
    run.put("generator", of(settings.generator().provenance()));
    run.put("searchEnvironment", of(settings.search().provenance()));
    run.put("reward", of(settings.reward().provenance()));
    run.put("prompts", of(settings.prompts().provenance()));
    run.put("reformulation", of(settings.reformulation().provenance()));
    run.put("needs", of(settings.needs().provenance()));
    settings.shoppers().ifPresent(model -> run.put("shoppers", of(model.provenance())));
    run.put("ending", of(settings.ending().provenance()));
    run.put("filters", settings.checks().all().stream().map(RunDescription::of).toList());
    return run;
  }

  private static Map<String, Object> settings(SessionSettings settings) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("turns", settings.turns().toString());
    map.put("documentsPerTurn", settings.documentsPerTurn());
    map.put("openingAnswer", settings.openingAnswer());
    map.put("bestOf", settings.bestOf());
    map.put("retries", settings.retries());
    map.put("deadEndAfter", settings.deadEndAfter());
    map.put("grounding", of(settings.grounding()));
    map.put("leakage", of(settings.leakage()));
    map.put("userSampling", of(settings.userSampling()));
    map.put("assistantSampling", of(settings.assistantSampling()));
    return map;
  }

  private static Map<String, Object> of(GroundingPolicy policy) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rewrites", policy.rewrites());
    map.put("keep", policy.keep());
    return map;
  }

  private static Map<String, Object> of(Sampling sampling) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("temperature", sampling.temperature());
    map.put("topP", sampling.topP());
    map.put("topK", sampling.topK());
    map.put("minP", sampling.minP());
    map.put("repetitionPenalty", sampling.repetitionPenalty());
    map.put("maximumTokens", sampling.maximumTokens());
    map.put("stopStrings", sampling.stopStrings());
    map.put("bannedTokens", sampling.bannedTokens());
    return map;
  }

  private static Map<String, Object> of(Filter filter) {
    Map<String, Object> map = of(filter.provenance());
    map.put("name", filter.name());
    return map;
  }

  private static Map<String, Object> of(Provenance provenance) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", provenance.name());
    map.put("facts", provenance.facts());
    return map;
  }

  private static String libraryVersion() {
    String version = SessionSynthesizer.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
