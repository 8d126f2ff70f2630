package io.github.llmcsss.search.lucene;

import com.google.common.collect.ImmutableMap;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/**
 * Searches an index of a catalogue. Thread-safe; whoever opens it closes it, and a search that runs
 * while it is closed still ends well.
 *
 * <p>A query is taken as words: English, lower-cased, without stop words, stemmed. There is no
 * query syntax. A query without a word that counts finds nothing, whatever the ranking. Documents
 * of equal score come in the order of their ids, as {@link String#compareTo} has it. Names in a
 * category filter must be equal to those of the catalogue, upper and lower case included.
 */
public final class LuceneSearch implements SearchEnvironment {
  private final OpenIndex index;
  private final Analyzer analyzer;
  private final Ranking ranking;
  private final Ranker ranker;

  private LuceneSearch(OpenIndex index, Ranking ranking) {
    this.index = index;
    this.analyzer = QueryTerms.analyzer();
    this.ranking = ranking;
    this.ranker = ranker(ranking);
    // The reader outlives close() by the searches that still run, and so must the analyzer.
    index.reader().getReaderCacheHelper().addClosedListener(key -> analyzer.close());
  }

  /**
   * Opens an index that {@link LuceneIndex} wrote, for BM25 with the default settings.
   *
   * @throws IOException if there is no index, or one of another version
   */
  public static LuceneSearch open(Path directory) throws IOException {
    return open(directory, Ranking.bm25());
  }

  /**
   * Opens an index that {@link LuceneIndex} wrote.
   *
   * @throws IOException if there is no index, or one of another version
   * @throws IllegalArgumentException if the ranking's embedder is not the one that made the index's
   *     vectors, or it has none
   */
  public static LuceneSearch open(Path directory, Ranking ranking) throws IOException {
    return of(OpenIndex.at(directory), ranking, directory.toString());
  }

  /**
   * Indexes documents in memory, for BM25 with the default settings.
   *
   * @throws IllegalArgumentException if there is no document, or an id comes twice
   */
  public static LuceneSearch inMemory(Iterable<Document> documents) throws IOException {
    return inMemory(documents, Ranking.bm25());
  }

  /**
   * Indexes documents in memory, with the vectors that the ranking needs.
   *
   * @throws IllegalArgumentException if there is no document, or an id comes twice
   */
  public static LuceneSearch inMemory(Iterable<Document> documents, Ranking ranking)
      throws IOException {
    Directory target = new ByteBuffersDirectory();
    try (Directory scratch = new ByteBuffersDirectory()) {
      new IndexBuild(embedder(ranking)).write(documents, scratch, target);
    }
    return of(OpenIndex.of(target, "memory"), ranking, "memory");
  }

  private static LuceneSearch of(OpenIndex index, Ranking ranking, String place)
      throws IOException {
    try {
      Optional<Embedder> embedder = embedder(ranking);
      if (embedder.isPresent()) {
        checkEmbedder(index.info(), embedder.get().provenance(), place);
      }
      return new LuceneSearch(index, ranking);
    } catch (RuntimeException e) {
      try (index) {
        throw e;
      }
    }
  }

  private static void checkEmbedder(IndexInfo info, Provenance given, String place) {
    if (info.embedder().isEmpty()) {
      throw new IllegalArgumentException(
          place
              + ": this index has no vectors; write it again with LuceneIndex.write(directory,"
              + " documents, embedder), or rank by BM25");
    }
    Provenance needed = info.embedder().get();
    if (!needed.equals(given)) {
      throw new IllegalArgumentException(
          place
              + ": the embedder must be that of the index, "
              + label(needed)
              + ", but was "
              + label(given));
    }
  }

  private static String label(Provenance provenance) {
    return provenance.name() + " " + provenance.facts();
  }

  private static Optional<Embedder> embedder(Ranking ranking) {
    return switch (ranking) {
      case Ranking.Bm25 bm25 -> Optional.empty();
      case Ranking.Dense dense -> Optional.of(dense.embedder());
      case Ranking.Hybrid hybrid -> Optional.of(hybrid.dense().embedder());
    };
  }

  private Ranker ranker(Ranking ranking) {
    DirectoryReader reader = index.reader();
    return switch (ranking) {
      case Ranking.Bm25 bm25 -> new Bm25Ranker(reader, analyzer, bm25.settings());
      case Ranking.Dense dense -> new DenseRanker(reader, dense);
      case Ranking.Hybrid hybrid ->
          new HybridRanker(
              new Bm25Ranker(reader, analyzer, hybrid.bm25()),
              new DenseRanker(reader, hybrid.dense()),
              hybrid.dense().candidates(),
              hybrid.rankConstant());
    };
  }

  /** What the index says of itself. */
  public IndexInfo info() {
    return index.info();
  }

  /**
   * Searches.
   *
   * @return at most as many documents as are asked for, and by meaning at most {@link
   *     Ranking.Dense#candidates()}
   * @throws IOException if the index cannot be read
   * @throws IllegalStateException if the search is closed
   */
  @Override
  public SearchResult search(SearchRequest request) throws IOException {
    index.enter();
    try {
      if (QueryTerms.of(analyzer, request.query(), 1).isEmpty()) {
        return SearchResult.EMPTY;
      }
      int count = Math.min(request.maximumDocuments(), index.reader().maxDoc());
      return load(ranker.rank(request.query(), Filters.of(request.filter()), count));
    } finally {
      index.leave();
    }
  }

  private SearchResult load(List<Hit> hits) throws IOException {
    StoredFields stored = index.reader().storedFields();
    List<RetrievedDocument> documents = new ArrayList<>();
    for (Hit hit : hits) {
      BytesRef source = stored.document(hit.document()).getBinaryValue(Fields.SOURCE);
      Document document = DocumentBytes.decode(source.bytes, source.offset, source.length);
      documents.add(new RetrievedDocument(documents.size() + 1, document, hit.score()));
    }
    return new SearchResult(documents);
  }

  @Override
  public Provenance provenance() {
    Provenance chosen = ranking.provenance();
    return new Provenance(
        "LuceneSearch",
        ImmutableMap.<String, String>builder()
            .putAll(chosen.facts())
            .put("ranking", chosen.name())
            .put("index.version", IndexMarker.VERSION)
            .put("index.fingerprint", info().fingerprint())
            .put("lucene", Version.LATEST.toString())
            .buildOrThrow());
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
