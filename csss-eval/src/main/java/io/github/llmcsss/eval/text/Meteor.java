package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * METEOR [Lavie and Agarwal 2007] as NLTK 3.10 computes it: words are matched from the last to the
 * first, as they are, by their {@linkplain PorterStemmer stems}, then by synonyms of their stems.
 * The tool METEOR 1.5 aligns and weighs otherwise; its scores lie elsewhere and must not be set
 * beside these.
 *
 * @param synonyms such as {@link WordNetSynonyms}
 * @param alpha how much precision counts beside recall; in [0, 1]
 * @param beta how the penalty grows with the number of chunks
 * @param gamma the largest penalty; in [0, 1]
 */
public record Meteor(SynonymSource synonyms, double alpha, double beta, double gamma) {
  /** With the parameters that NLTK has if it is not told otherwise: 0.9, 3 and 0.5. */
  public static Meteor nltk(SynonymSource synonyms) {
    return new Meteor(synonyms, 0.9, 3, 0.5);
  }

  /** A word at its place. */
  private record Placed(int index, String word) {}

  /** Two words that stand for each other. */
  private record Match(int index, int reference) {}

  /**
   * The score of a text, cut into words already; case does not count.
   *
   * @param references one or more, cut into words; the one that gives the best score counts
   * @return in [0, 1]
   */
  public double score(List<String> words, List<List<String>> references) {
    References.requireAny(references);
    double best = 0;
    for (List<String> reference : references) {
      best = Math.max(best, single(words, reference));
    }
    return best;
  }

  private double single(List<String> words, List<String> reference) {
    List<Match> matches = align(placed(words), placed(reference));
    if (matches.isEmpty()) {
      return 0;
    }
    double precision = (double) matches.size() / words.size();
    double recall = (double) matches.size() / reference.size();
    double mean = precision * recall / (alpha * precision + (1 - alpha) * recall);
    double fragments = (double) chunks(matches) / matches.size();
    return (1 - gamma * Math.pow(fragments, beta)) * mean;
  }

  private static List<Placed> placed(List<String> words) {
    List<Placed> placed = new ArrayList<>();
    for (String word : words) {
      placed.add(new Placed(placed.size(), word.toLowerCase(Locale.ROOT)));
    }
    return placed;
  }

  private List<Match> align(List<Placed> words, List<Placed> reference) {
    List<Match> matches = new ArrayList<>();
    match(words, reference, Set::of, matches);
    change(words, PorterStemmer::stem);
    change(reference, PorterStemmer::stem);
    match(words, reference, Set::of, matches);
    // What is left stays stemmed, and so synonyms are those of stems.
    match(
        words,
        reference,
        word -> {
          Set<String> all = new HashSet<>(synonyms.synonyms(word));
          all.add(word);
          return all;
        },
        matches);
    matches.sort(Comparator.comparingInt(Match::index));
    return matches;
  }

  private static void change(List<Placed> words, UnaryOperator<String> change) {
    words.replaceAll(placed -> new Placed(placed.index(), change.apply(placed.word())));
  }

  /** Which words of a reference a word may stand for. */
  @FunctionalInterface
  private interface Standing {
    Set<String> of(String word);
  }

  /** Matches each word, the last first, with the last of the reference; takes both out. */
  private static void match(
      List<Placed> words, List<Placed> reference, Standing standing, List<Match> matches) {
    Map<String, List<Placed>> free = new HashMap<>();
    for (Placed placed : reference) {
      free.computeIfAbsent(placed.word(), word -> new ArrayList<>()).add(placed);
    }
    Set<Placed> used = new HashSet<>();
    for (int i = words.size() - 1; i >= 0 && !free.isEmpty(); i--) {
      Placed last = null;
      for (String word : standing.of(words.get(i).word())) {
        List<Placed> places = free.getOrDefault(word, List.of());
        if (!places.isEmpty() && (last == null || places.getLast().index() > last.index())) {
          last = places.getLast();
        }
      }
      if (last != null) {
        free.getOrDefault(last.word(), new ArrayList<>()).removeLast();
        used.add(last);
        matches.add(new Match(words.get(i).index(), last.index()));
        words.remove(i);
      }
    }
    reference.removeIf(used::contains);
  }

  /** Stretches that stand in the same order without a gap on both sides. */
  private static int chunks(List<Match> matches) {
    int chunks = 1;
    for (int i = 1; i < matches.size(); i++) {
      Match before = matches.get(i - 1);
      Match match = matches.get(i);
      boolean together =
          match.index() == before.index() + 1 && match.reference() == before.reference() + 1;
      chunks += together ? 0 : 1;
    }
    return chunks;
  }
}
