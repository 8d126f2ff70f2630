package io.github.llmcsss.search.lucene;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;

/** A document's number in the index and its score. */
record Hit(int document, double score) {
  static List<Hit> of(TopDocs found) {
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc hit : found.scoreDocs) {
      hits.add(new Hit(hit.doc, hit.score));
    }
    return hits;
  }
}
