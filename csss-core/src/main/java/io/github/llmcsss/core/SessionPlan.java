package io.github.llmcsss.core;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.github.llmcsss.api.SeedQuery;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Goes through the seed queries, again and again until there are sessions enough. */
final class SessionPlan implements Iterator<PlannedSession> {
  private final List<SeedQuery> seeds;
  private final long sessions;
  private final Multiset<String> used = HashMultiset.create();
  private long index;

  SessionPlan(List<SeedQuery> seeds, long sessions) {
    this.seeds = seeds;
    this.sessions = sessions;
  }

  @Override
  public boolean hasNext() {
    return index < sessions;
  }

  @Override
  public PlannedSession next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    SeedQuery seed = seeds.get((int) (index % seeds.size()));
    // By text: a query that stands in the list twice repeats, too, or ids would not be unique.
    int repetition = used.add(seed.text(), 1);
    return new PlannedSession(index++, seed, repetition);
  }
}
