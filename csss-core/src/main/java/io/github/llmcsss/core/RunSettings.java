package io.github.llmcsss.core;

import java.time.InstantSource;

/**
 * What concerns a run as a whole; documented at the builder.
 *
 * @param sessions 0 for one a seed query
 */
record RunSettings(
    long sessions,
    int sessionsInFlight,
    SynthesisListener listener,
    InstantSource clock,
    boolean overwrite) {}
