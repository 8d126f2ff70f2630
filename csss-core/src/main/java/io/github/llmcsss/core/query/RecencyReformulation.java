package io.github.llmcsss.core.query;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.Words;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Terms of the session, weighted by recency. */
record RecencyReformulation(double decay, int maximumTerms) implements QueryReformulation {
  static final double DEFAULT_DECAY = 0.6;
  static final int DEFAULT_TERMS = 10;

  RecencyReformulation {
    Require.that(decay > 0 && decay <= 1, "decay", "in (0, 1]", decay);
    Require.that(maximumTerms >= 1, "maximumTerms", "1 or more", maximumTerms);
  }

  @Override
  public String query(SessionState session, String user, TextWriter writer) {
    return query(session, user);
  }

  String query(SessionState session, String user) {
    List<String> utterances = new ArrayList<>(session.turns().stream().map(Turn::user).toList());
    utterances.add(user);
    // Keyed by stem, so that "shoe" and "shoes" are one term; the first form said is searched.
    Map<String, String> forms = new LinkedHashMap<>();
    Map<String, Double> weights = new LinkedHashMap<>();
    for (int i = 0; i < utterances.size(); i++) {
      int age = utterances.size() - 1 - i;
      double weight = i == 0 ? 1 : StrictMath.pow(decay, age);
      Set<String> seen = new LinkedHashSet<>();
      for (String word : Words.of(utterances.get(i))) {
        if (Words.isContent(word) && seen.add(Words.stem(word))) {
          forms.putIfAbsent(Words.stem(word), word);
          weights.merge(Words.stem(word), weight, Double::sum);
        }
      }
    }
    if (weights.isEmpty()) {
      return user;
    }
    return weights.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(maximumTerms)
        .map(entry -> forms.getOrDefault(entry.getKey(), entry.getKey()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "recency",
        Map.of("decay", Double.toString(decay), "maximumTerms", Integer.toString(maximumTerms)));
  }
}
