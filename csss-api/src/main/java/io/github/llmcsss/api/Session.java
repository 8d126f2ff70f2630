package io.github.llmcsss.api;

import java.util.List;
import java.util.Optional;

/**
 * One conversation, from the seed query to its end.
 *
 * @param id hash of seed query and repetition, the same in every run
 * @param seed the query that opened it
 * @param repetition how often this seed query was used before in the run; 0 or more
 * @param need what the shopper wants, where known
 * @param turns oldest first, at least one; the first user utterance is the seed query
 * @param endReason why it ended
 */
public record Session(
    String id,
    SeedQuery seed,
    int repetition,
    Optional<Need> need,
    List<Turn> turns,
    EndReason endReason) {
  /** Copies the list; checks that there is a turn. */
  public Session {
    Checks.notBlank(id, "id");
    Checks.check(repetition >= 0, "repetition", "0 or more", repetition);
    turns = List.copyOf(turns);
    Checks.check(!turns.isEmpty(), "turns", "not empty", turns);
  }
}
