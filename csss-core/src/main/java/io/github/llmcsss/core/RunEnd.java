package io.github.llmcsss.core;

/** Why a run ended. */
public enum RunEnd {
  /** All sessions that were asked for are decided. */
  SESSIONS(true, "all sessions are decided"),
  /** As many sessions as were asked for are finished. */
  COUNT(true, "the sessions asked for are finished"),
  /** Every seed query was used as often as it may be, and too few sessions are finished. */
  SEEDS(true, "the seed queries ran out; give more, or let them repeat more often"),
  /** The budget of tokens is spent. */
  TOKENS(true, "the budget of tokens is spent; extend the run with a larger one"),
  /** The time given to this call is over; the same call goes on. */
  TIME(false, "the time is over; the same call goes on"),
  /** It was stopped; the same call goes on. */
  STOPPED(false, "stopped; the same call goes on");

  private final boolean complete;
  private final String text;

  RunEnd(boolean complete, String text) {
    this.complete = complete;
    this.text = text;
  }

  /** Whether nothing is left to do: the directory is what it would be without interruptions. */
  public boolean complete() {
    return complete;
  }

  /** What a person is told. */
  @Override
  public String toString() {
    return text;
  }
}
