package io.github.llmcsss.core;

import io.github.llmcsss.core.run.ExistingRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What concerns a run as a whole; documented at the builder.
 *
 * @param sessions 0 for one a seed query
 * @param count 0 for as many as get finished
 * @param seedRepetitions 0 for as many as the count may need
 * @param tokenBudget 0 for none
 */
record RunSettings(
    long sessions,
    long count,
    int seedRepetitions,
    long tokenBudget,
    Optional<Duration> timeBudget,
    int sessionsInFlight,
    SynthesisListener listener,
    InstantSource clock,
    ExistingRun existingRun) {}
