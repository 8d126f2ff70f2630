package io.github.llmcsss.core;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.github.llmcsss.api.SeedQuery;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through the seed queries, again and again until there are sessions enough. */
final class SessionPlan {
  private final List<SeedQuery> seeds;
  private final long sessions;
  private final Multiset<String> uses;
  private final int[] usesBefore;

  SessionPlan(List<SeedQuery> seeds, long sessions) {
    this.seeds = List.copyOf(seeds);
    this.sessions = sessions;
    this.uses = HashMultiset.create(Math.max(16, seeds.size()));
    this.usesBefore = this.seeds.stream().mapToInt(seed -> uses.add(seed.text(), 1)).toArray();
  }

  long sessions() {
    return sessions;
  }

  /** The session at an index from 0 on. */
  PlannedSession session(long index) {
    int at = (int) (index % seeds.size());
    SeedQuery seed = seeds.get(at);
    // By text: a query that stands in the list twice repeats, too, or ids would not be unique.
    long repetition = index / seeds.size() * uses.count(seed.text()) + usesBefore[at];
    return new PlannedSession(index, seed, Math.toIntExact(repetition));
  }

  /**
   * The session that uses a seed query's text for this time, whether or not the plan ends before.
   */
  Optional<PlannedSession> find(String text, int repetition) {
    int often = uses.count(text);
    for (int at = 0; at < seeds.size(); at++) {
      int before = repetition - usesBefore[at];
      if (seeds.get(at).text().equals(text) && before >= 0 && before % often == 0) {
        return Optional.of(session((long) before / often * seeds.size() + at));
      }
    }
    return Optional.empty();
  }

  /** The id of the session at an index; null behind the last. */
  @Nullable String id(long index) {
    return index < sessions ? session(index).id() : null;
  }
}
