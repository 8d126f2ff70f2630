package io.github.llmcsss.core;

import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.core.internal.RunSeed;

/**
 * A session before it is made.
 *
 * @param index place in the run
 * @param seed the query that opens it
 * @param repetition how often a query of this text was planned before
 * @param id hash of the two
 */
record PlannedSession(long index, SeedQuery seed, int repetition, String id) {
  PlannedSession(long index, SeedQuery seed, int repetition) {
    this(index, seed, repetition, RunSeed.sessionId(seed.text(), repetition));
  }
}
