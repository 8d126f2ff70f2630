package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Session;
import java.util.Optional;

/** Judges a session among those that the run kept before it, in the order of the plan. */
public non-sealed interface RunFilter extends Filter {
  /** A memory with no session in it, for one run. */
  Memory begin();

  /**
   * What is known of the sessions that a run kept; for one thread. A run that goes on after an
   * interruption hands in all that it kept before, by {@link #keep}, and is then where it was.
   */
  interface Memory {
    /** Why the session is not good enough; empty if it is. Remembers nothing. */
    Optional<Finding> check(Session session);

    /** Remembers a session that is kept; texts, and ids and titles of documents, are all of it. */
    void keep(Session session);
  }
}
