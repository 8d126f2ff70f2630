package io.github.llmcsss.core;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.Rejection;

/** What became of a planned session. */
sealed interface Verdict {
  /** What all its requests cost, those of unused candidates included. */
  Tokens tokens();

  record Finished(Session session, Tokens tokens) implements Verdict {}

  record Unfinished(Rejection rejection, Tokens tokens) implements Verdict {}

  /** Counts that do not depend on what a generator happened to have in its cache. */
  record Tokens(long prompt, long generated) {}
}
