package io.github.llmcsss.core.run;

/** What is done with a run that the directory already holds. */
public enum ExistingRun {
  /**
   * It goes on where it ended, if it was made by the same settings, models, index and library;
   * otherwise it is refused, and the message names what differs. Of a run that went to its end
   * nothing is made anew.
   */
  CONTINUE,
  /** As {@link #CONTINUE}, but to another end that does not lie before what is decided. */
  EXTEND,
  /** Its files are deleted, and the run begins anew. Other files in the directory stay. */
  OVERWRITE
}
