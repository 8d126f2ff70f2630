package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses a text that goes in circles ({@code "circles"}), that says what its own side said before
 * ({@code "repeated"}), or that gives the other side's words back ({@code "echo"}). It looks at
 * runs of three words; a text of fewer than six words repeats another only word for word.
 *
 * @param inside the smallest share of a text's runs that must differ, in [0, 1]
 * @param across the largest share of a text's runs that may stand in one earlier text of the same
 *     side, in [0, 1]
 */
public record Repetition(double inside, double across) implements TurnFilter {
  /** Half of the runs must differ, four fifths may be old. */
  public static final Repetition DEFAULT = new Repetition(0.5, 0.8);

  private static final int RUN = 3;
  private static final int LONG_ENOUGH = 4;

  /** Checks the ranges. */
  public Repetition {
    Require.that(inside >= 0 && inside <= 1, "inside", "in [0, 1]", inside);
    Require.that(across >= 0 && across <= 1, "across", "in [0, 1]", across);
  }

  @Override
  public String name() {
    return "repetition";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    List<String> words = Words.of(utterance.text());
    List<List<String>> runs = WordRuns.of(words, RUN);
    Set<List<String>> distinct = new HashSet<>(runs);
    if (runs.size() >= LONG_ENOUGH && distinct.size() < inside * runs.size()) {
      return Optional.of(
          new Finding("circles", distinct.size() + " of " + runs.size() + " runs differ"));
    }
    for (String earlier : utterance.own()) {
      if (same(words, distinct, Words.of(earlier))) {
        return Optional.of(new Finding("repeated", earlier));
      }
    }
    return utterance.others().stream()
        .filter(earlier -> words.equals(Words.of(earlier)))
        .findFirst()
        .map(earlier -> new Finding("echo", earlier));
  }

  private boolean same(List<String> words, Set<List<String>> runs, List<String> earlierWords) {
    if (words.equals(earlierWords)) {
      return true;
    }
    if (runs.size() < LONG_ENOUGH) {
      return false;
    }
    Set<List<String>> earlier = new HashSet<>(WordRuns.of(earlierWords, RUN));
    long common = runs.stream().filter(earlier::contains).count();
    return common > across * runs.size();
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        name(), Map.of("inside", String.valueOf(inside), "across", String.valueOf(across)));
  }
}
