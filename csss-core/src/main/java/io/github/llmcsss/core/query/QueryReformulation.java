package io.github.llmcsss.core.query;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.core.prompt.SessionState;

/**
 * Makes the query that is searched at a turn, {@code Q_current} of [White 2025]. Implementations
 * are thread-safe and depend on their arguments alone.
 */
@FunctionalInterface
public interface QueryReformulation {
  /**
   * The query for one turn.
   *
   * @param session the turns before; none for the seed query
   * @param user the utterance to answer
   * @param writer asks the run's generator, for strategies that need it
   * @return words; may be empty, which finds nothing
   * @throws InterruptedException if the run is cancelled meanwhile
   */
  String query(SessionState session, String user, TextWriter writer) throws InterruptedException;

  /** What shapes the queries. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }

  /** {@link #recency(double, int)} with 0.6 and 10 terms. */
  static QueryReformulation recency() {
    return recency(RecencyReformulation.DEFAULT_DECAY, RecencyReformulation.DEFAULT_TERMS);
  }

  /**
   * The content words of all the shopper's utterances, heaviest first. A word weighs the sum over
   * the utterances it is in of {@code decay^age}, where the current utterance has age 0; the seed
   * query, which names what is wanted, never ages. Ties go to the word said first. Where there is
   * no content word at all, the utterance is searched as it is.
   *
   * @param decay in (0, 1]; 1 forgets nothing
   * @param maximumTerms how many words are kept; 1 or more
   */
  static QueryReformulation recency(double decay, int maximumTerms) {
    return new RecencyReformulation(decay, maximumTerms);
  }

  /**
   * The run's generator is shown what the shopper said and rewrites it into one search query,
   * greedily. Where it writes nothing, the query of {@link #recency()} is searched.
   */
  static QueryReformulation rewritten() {
    return new RewrittenQuery();
  }
}
