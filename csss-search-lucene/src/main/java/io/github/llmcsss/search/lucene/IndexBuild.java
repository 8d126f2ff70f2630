package io.github.llmcsss.search.lucene;

import com.google.common.collect.Iterables;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/**
 * Writes an index in two steps, so that the order of the documents leaves no trace in it: first
 * small segments without vector graphs as the documents come, then one segment of all of them in
 * the order of their ids, whose graph is built in this order.
 */
final class IndexBuild {
  private static final int BATCH = 256;
  private static final double BUFFER_MEGABYTES = 64;

  private final Optional<Embedder> embedder;

  IndexBuild(Optional<Embedder> embedder) {
    this.embedder = embedder;
  }

  IndexInfo write(Iterable<Document> documents, Directory scratch, Directory target)
      throws IOException {
    VectorLookup.quietly();
    try (Analyzer analyzer = QueryTerms.analyzer()) {
      collect(documents, scratch, analyzer);
      return merge(scratch, target, analyzer);
    }
  }

  private void collect(Iterable<Document> documents, Directory scratch, Analyzer analyzer)
      throws IOException {
    Lucene99HnswVectorsFormat withoutGraph = vectors(Integer.MAX_VALUE);
    IndexWriterConfig config = config(analyzer, NoMergePolicy.INSTANCE, withoutGraph);
    Set<String> ids = new HashSet<>();
    // Closing without a commit discards what was added: after an error that is what is wanted.
    try (IndexWriter writer = new IndexWriter(scratch, config)) {
      for (List<Document> batch : Iterables.partition(documents, BATCH)) {
        checkIds(batch, ids);
        add(batch, writer);
      }
      if (ids.isEmpty()) {
        throw new IllegalArgumentException(
            "documents must be at least one, but was an empty catalogue");
      }
      writer.commit();
    }
  }

  private static void checkIds(List<Document> batch, Set<String> ids) {
    for (Document document : batch) {
      if (!ids.add(document.id())) {
        throw new IllegalArgumentException(
            "document ids must be unique, but was \"" + document.id() + "\" twice");
      }
    }
  }

  private void add(List<Document> batch, IndexWriter writer) throws IOException {
    float[][] vectors = embedder.isPresent() ? embed(batch, embedder.get()) : new float[0][];
    for (int i = 0; i < batch.size(); i++) {
      org.apache.lucene.document.Document fields = Fields.of(batch.get(i));
      if (embedder.isPresent()) {
        fields.add(Fields.vector(vectors[i]));
      }
      writer.addDocument(fields);
    }
  }

  private static float[][] embed(List<Document> batch, Embedder embedder) {
    float[][] vectors = embedder.embed(batch.stream().map(Fields::embeddedText).toList());
    if (vectors.length != batch.size()) {
      throw new CsssException(
          "the embedder must give a vector for each text, but gave "
              + vectors.length
              + " for "
              + batch.size());
    }
    for (float[] vector : vectors) {
      UnitVectors.check(vector, embedder.dimension());
    }
    return vectors;
  }

  private IndexInfo merge(Directory scratch, Directory target, Analyzer analyzer)
      throws IOException {
    IndexWriterConfig config =
        config(
            analyzer,
            new TieredMergePolicy(),
            vectors(Lucene99HnswVectorsFormat.HNSW_GRAPH_THRESHOLD));
    try (IndexWriter writer = new IndexWriter(target, config)) {
      try (DirectoryReader reader = DirectoryReader.open(scratch)) {
        CodecReader[] segments =
            reader.leaves().stream()
                .map(LeafReaderContext::reader)
                .map(CodecReader.class::cast)
                .toArray(CodecReader[]::new);
        writer.addIndexes(segments);
      }
      Optional<Provenance> madeBy = embedder.map(Embedder::provenance);
      IndexInfo info;
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        info = new IndexInfo(reader.numDocs(), fingerprint(reader, madeBy), madeBy);
      }
      writer.setLiveCommitData(IndexMarker.write(info).entrySet());
      writer.commit();
      return info;
    }
  }

  /** Over the documents as they are stored, which is in the order of their ids. */
  private static String fingerprint(DirectoryReader reader, Optional<Provenance> madeBy)
      throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    String settings = IndexMarker.VERSION + madeBy.map(EmbedderRecord::facts);
    hasher.putInt(settings.length()).putString(settings, StandardCharsets.UTF_16LE);
    StoredFields stored = reader.storedFields();
    for (int i = 0; i < reader.maxDoc(); i++) {
      BytesRef source = stored.document(i).getBinaryValue(Fields.SOURCE);
      hasher.putInt(source.length).putBytes(source.bytes, source.offset, source.length);
    }
    return hasher.hash().toString();
  }

  private static IndexWriterConfig config(
      Analyzer analyzer, MergePolicy mergePolicy, KnnVectorsFormat vectors) {
    return new IndexWriterConfig(analyzer)
        .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
        .setCommitOnClose(false)
        .setIndexSort(Fields.ORDER)
        .setMergePolicy(mergePolicy)
        .setMergeScheduler(new SerialMergeScheduler())
        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
        .setCodec(codec(vectors));
  }

  private static Codec codec(KnnVectorsFormat vectors) {
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
      }
    };
  }

  /** A segment gets a graph only where searching all its vectors costs more than the threshold. */
  private static Lucene99HnswVectorsFormat vectors(int graphThreshold) {
    return new Lucene99HnswVectorsFormat(
        Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
        Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
        Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
        null,
        graphThreshold);
  }
}
