package io.github.llmcsss.core.query;

import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Sampling;

/** Lets a {@link QueryReformulation} ask the run's generator. */
@FunctionalInterface
public interface TextWriter {
  /**
   * Writes a text; its random stream belongs to the session and the turn.
   *
   * @return without white space at its ends; may be empty
   * @throws InterruptedException if the run is cancelled meanwhile; pass it on
   */
  String write(Prompt prompt, Sampling sampling) throws InterruptedException;
}
