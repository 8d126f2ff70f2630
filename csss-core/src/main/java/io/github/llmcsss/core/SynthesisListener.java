package io.github.llmcsss.core;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.Rejection;

/**
 * Hears how a run gets on, always on the thread that called the synthesizer (or that pulls from the
 * stream). What it throws fails the run.
 */
public interface SynthesisListener {
  /** A listener that does nothing. */
  SynthesisListener NONE = new SynthesisListener() {};

  /** Some session in flight has one more turn; in no certain order. */
  default void turn(SynthesisProgress progress) {}

  /** A session is finished; in the order of the plan. */
  default void finished(Session session, SynthesisProgress progress) {}

  /** A session was rejected or failed; in the order of the plan. */
  default void rejected(Rejection rejection, SynthesisProgress progress) {}
}
