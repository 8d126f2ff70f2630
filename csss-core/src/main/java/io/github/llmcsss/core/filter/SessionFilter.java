package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Session;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges a finished session by itself, on the session's own thread. Implementations are thread-safe
 * and depend on the session alone.
 */
public non-sealed interface SessionFilter extends Filter {
  /** Why the session is not good enough; empty if it is. */
  Optional<Finding> check(Session session);

  /**
   * A filter from a function.
   *
   * @param name as in {@link #name}
   * @param check as {@link #check}
   */
  static SessionFilter of(String name, Function<Session, Optional<Finding>> check) {
    return new SessionFilter() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<Finding> check(Session session) {
        return check.apply(session);
      }
    };
  }
}
