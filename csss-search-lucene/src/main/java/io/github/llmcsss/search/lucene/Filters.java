package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.SearchFilter;
import java.util.Optional;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Filters as Lucene queries. */
final class Filters {
  private Filters() {}

  /** The filter, or nothing where it lets everything through. */
  static Optional<Query> of(SearchFilter filter) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    if (!filter.categories().isEmpty()) {
      byte[] key = CategoryPaths.keys(filter.categories()).getLast();
      query.add(new TermQuery(new Term(Fields.CATEGORY_PATH, new BytesRef(key))), Occur.FILTER);
    }
    if (filter.minimumPrice().isPresent() || filter.maximumPrice().isPresent()) {
      double from = Fields.plain(filter.minimumPrice().orElse(0));
      double to = Fields.plain(filter.maximumPrice().orElse(Double.POSITIVE_INFINITY));
      query.add(DoublePoint.newRangeQuery(Fields.PRICE, from, to), Occur.FILTER);
    }
    BooleanQuery built = query.build();
    return built.clauses().isEmpty() ? Optional.empty() : Optional.of(built);
  }
}
