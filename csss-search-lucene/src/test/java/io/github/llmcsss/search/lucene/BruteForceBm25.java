package io.github.llmcsss.search.lucene;

import com.google.common.collect.Multiset;
import io.github.llmcsss.api.Document;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.util.SmallFloat;

/** BM25F by its formula, document by document, in double precision. */
final class BruteForceBm25 {
  private final Bm25Settings settings;
  private final double[] weights;
  private final Map<String, List<Multiset<String>>> documents = new TreeMap<>();

  BruteForceBm25(List<Document> catalogue, Bm25Settings settings) throws IOException {
    this.settings = settings;
    this.weights =
        new double[] {
          settings.title(),
          settings.brand(),
          settings.features(),
          settings.description(),
          settings.categories()
        };
    try (Analyzer analyzer = QueryTerms.analyzer()) {
      for (Document document : catalogue) {
        List<Multiset<String>> fields = new ArrayList<>();
        fields.add(terms(analyzer, document.title()));
        fields.add(terms(analyzer, document.brand()));
        fields.add(terms(analyzer, String.join("\n", document.features())));
        fields.add(terms(analyzer, document.description()));
        fields.add(terms(analyzer, String.join("\n", document.categories())));
        documents.put(document.id(), fields);
      }
    }
  }

  /** The scores above 0 by document id. */
  Map<String, Double> scores(String query) throws IOException {
    Map<String, Double> scores = new TreeMap<>();
    Multiset<String> terms;
    try (Analyzer analyzer = QueryTerms.analyzer()) {
      terms = terms(analyzer, query);
    }
    documents.forEach((id, fields) -> {
      double score = 0;
      for (Multiset.Entry<String> term : terms.entrySet()) {
        score += term.getCount() * score(term.getElement(), fields);
      }
      if (score > 0) {
        scores.put(id, score);
      }
    });
    return scores;
  }

  private double score(String term, List<Multiset<String>> fields) {
    double frequency = 0;
    double length = 0;
    double totalLength = 0;
    long documentCount = 0;
    long documentFrequency = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] == 0) {
        continue;
      }
      int field = i;
      frequency += weights[i] * fields.get(i).count(term);
      length += weights[i] * stored(fields.get(i).size());
      totalLength +=
          weights[i] * documents.values().stream().mapToInt(d -> d.get(field).size()).sum();
      documentCount = Math.max(documentCount, count(d -> !d.get(field).isEmpty()));
      documentFrequency = Math.max(documentFrequency, count(d -> d.get(field).contains(term)));
    }
    if (frequency == 0) {
      return 0;
    }
    double rarity =
        Math.log(1 + (documentCount - documentFrequency + 0.5) / (documentFrequency + 0.5));
    double average = (double) (long) totalLength / documentCount;
    double norm =
        settings.k1()
            * (1 - settings.b() + settings.b() * stored((int) Math.round(length)) / average);
    return rarity * frequency / (frequency + norm);
  }

  private long count(Predicate<List<Multiset<String>>> condition) {
    return documents.values().stream().filter(condition).count();
  }

  /** Lucene stores lengths in one byte, exact up to 40. */
  private static int stored(int length) {
    return SmallFloat.byte4ToInt(SmallFloat.intToByte4(length));
  }

  private static Multiset<String> terms(Analyzer analyzer, String text) throws IOException {
    return QueryTerms.of(analyzer, text, Integer.MAX_VALUE);
  }
}
