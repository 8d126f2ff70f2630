package io.github.llmcsss.core;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.SystemResponse;

/** Decides which texts of the generator sessions are made of; shared by their threads. */
interface TurnWriter {
  /**
   * Has the answer of a turn written.
   *
   * @throws UnusableTurnException if no text will do
   */
  SystemResponse answer(AnswerTask task, SessionRequests requests) throws InterruptedException;

  /** The shopper's words of a turn after the first are taken as they were written. */
  default void said(String sessionId, int turn, Generation written) {}
}
