package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.Embedder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;

/** Ranks by the cosine of vectors. */
final class DenseRanker implements Ranker {
  private final IndexSearcher searcher;
  private final Ranking.Dense settings;

  DenseRanker(DirectoryReader reader, Ranking.Dense settings) {
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    this.settings = settings;
  }

  @Override
  public List<Hit> rank(String query, Optional<Query> filter, int count) throws IOException {
    Embedder embedder = settings.embedder();
    float[] vector = embedder.embed(List.of(query))[0];
    UnitVectors.check(vector, embedder.dimension());
    // The graph is always asked for the same number, so that its answers nest.
    int candidates = settings.candidates();
    KnnFloatVectorQuery nearest =
        new KnnFloatVectorQuery(Fields.VECTOR, vector, candidates, filter.orElse(null));
    return Hit.of(searcher.search(nearest, Math.min(candidates, count))).stream()
        .map(hit -> new Hit(hit.document(), cosine(hit.score())))
        .toList();
  }

  /** Lucene's scores are not negative: (1 + cosine) / 2. */
  private static double cosine(double score) {
    return 2 * score - 1;
  }
}
