package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.Provenance;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the commit of an index holds beside Lucene's own: that it is ours, and of which version. */
final class IndexMarker {
  /**
   * Changes whenever an index must be written again: the fields, their analysis, the bytes of a
   * document, the text that is embedded.
   */
  static final String VERSION = "1";

  private static final String VERSION_KEY = "csss.index.version";
  private static final String DOCUMENTS_KEY = "csss.index.documents";
  private static final String FINGERPRINT_KEY = "csss.index.fingerprint";

  private IndexMarker() {}

  static Map<String, String> write(IndexInfo info) {
    Map<String, String> entries = new TreeMap<>();
    entries.put(VERSION_KEY, VERSION);
    entries.put(DOCUMENTS_KEY, String.valueOf(info.documents()));
    entries.put(FINGERPRINT_KEY, info.fingerprint());
    info.embedder().ifPresent(embedder -> entries.putAll(EmbedderRecord.facts(embedder)));
    return entries;
  }

  /**
   * Reads the marker of an index at a place that is named in errors.
   *
   * @throws IOException if the index is not ours or of another version
   */
  static IndexInfo read(Map<String, String> entries, String place, int documentsFound)
      throws IOException {
    String version = entries.get(VERSION_KEY);
    if (version == null) {
      throw new IOException(
          place + ": this Lucene index was not written by LuceneIndex; choose another directory");
    }
    if (!version.equals(VERSION)) {
      throw new IOException(
          place
              + ": this index is of version "
              + version
              + ", and version "
              + VERSION
              + " is needed; write it again with LuceneIndex.write");
    }
    String documents = entries.getOrDefault(DOCUMENTS_KEY, "");
    String fingerprint = entries.getOrDefault(FINGERPRINT_KEY, "");
    if (!documents.equals(String.valueOf(documentsFound)) || fingerprint.isEmpty()) {
      throw new IOException(
          place
              + ": this index is damaged ("
              + documents
              + " documents recorded, "
              + documentsFound
              + " found); write it again with LuceneIndex.write");
    }
    Optional<Provenance> embedder = EmbedderRecord.read(entries);
    return new IndexInfo(documentsFound, fingerprint, embedder);
  }
}
