package io.github.llmcsss.search.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.Query;

/** Finds the best documents for a query that has at least one term; thread-safe. */
interface Ranker {
  /** At most {@code count} hits, best first, equal scores in the order of document numbers. */
  List<Hit> rank(String query, Optional<Query> filter, int count) throws IOException;
}
