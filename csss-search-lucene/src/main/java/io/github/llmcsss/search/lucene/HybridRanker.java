package io.github.llmcsss.search.lucene;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.search.Query;

/** Fuses two rankings by reciprocal rank [Cormack 2009]. */
final class HybridRanker implements Ranker {
  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::score).reversed().thenComparingInt(Hit::document);

  private final Ranker first;
  private final Ranker second;
  private final int candidates;
  private final int rankConstant;

  HybridRanker(Ranker first, Ranker second, int candidates, int rankConstant) {
    this.first = first;
    this.second = second;
    this.candidates = candidates;
    this.rankConstant = rankConstant;
  }

  @Override
  public List<Hit> rank(String query, Optional<Query> filter, int count) throws IOException {
    Map<Integer, Double> scores = new HashMap<>();
    add(first.rank(query, filter, candidates), scores);
    add(second.rank(query, filter, candidates), scores);
    return scores.entrySet().stream()
        .map(entry -> new Hit(entry.getKey(), entry.getValue()))
        .sorted(BEST_FIRST)
        .limit(count)
        .toList();
  }

  private void add(List<Hit> ranking, Map<Integer, Double> scores) {
    for (int i = 0; i < ranking.size(); i++) {
      scores.merge(ranking.get(i).document(), 1.0 / (rankConstant + i + 1), Double::sum);
    }
  }
}
