package io.github.llmcsss.search.lucene;

import com.google.common.collect.Multiset;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CombinedFieldQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.similarities.BM25Similarity;

/** Ranks by BM25 over the weighted fields. */
final class Bm25Ranker implements Ranker {
  private final IndexSearcher searcher;
  private final Analyzer analyzer;
  private final Bm25Settings settings;

  Bm25Ranker(DirectoryReader reader, Analyzer analyzer, Bm25Settings settings) {
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    searcher.setSimilarity(new BM25Similarity((float) settings.k1(), (float) settings.b()));
    this.analyzer = analyzer;
    this.settings = settings;
  }

  @Override
  public List<Hit> rank(String query, Optional<Query> filter, int count) throws IOException {
    BooleanQuery.Builder terms = new BooleanQuery.Builder();
    for (Multiset.Entry<String> term :
        QueryTerms.of(analyzer, query, settings.maximumTerms()).entrySet()) {
      terms.add(new BoostQuery(combined(term.getElement()), term.getCount()), Occur.SHOULD);
    }
    BooleanQuery.Builder filtered = new BooleanQuery.Builder().add(terms.build(), Occur.MUST);
    filter.ifPresent(condition -> filtered.add(condition, Occur.FILTER));
    return Hit.of(searcher.search(filtered.build(), count));
  }

  private Query combined(String term) {
    CombinedFieldQuery.Builder query = new CombinedFieldQuery.Builder(term);
    addField(query, Fields.TITLE, settings.title());
    addField(query, Fields.BRAND, settings.brand());
    addField(query, Fields.FEATURES, settings.features());
    addField(query, Fields.DESCRIPTION, settings.description());
    addField(query, Fields.CATEGORIES, settings.categories());
    return query.build();
  }

  private static void addField(CombinedFieldQuery.Builder query, String field, double weight) {
    if (weight > 0) {
      query.addField(field, (float) weight);
    }
  }
}
