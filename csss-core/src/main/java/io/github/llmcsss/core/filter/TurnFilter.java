package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Session;
import java.util.Optional;

/**
 * Judges one text of a session where it stands. A synthesizer asks while the session is made: a
 * text that is refused is written anew, and the session is rejected only if that does not help.
 * Seed queries are asked about, too; they cannot be written anew.
 */
public interface TurnFilter extends SessionFilter {
  /** Why the text cannot stand; empty if it can. */
  Optional<Finding> check(Utterance utterance);

  /** What is wrong with the first text that cannot stand. */
  @Override
  default Optional<Finding> check(Session session) {
    return Utterance.of(session).stream().flatMap(one -> check(one).stream()).findFirst();
  }
}
