package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * ROUGE [Lin 2004] as the package {@code rouge-score} 0.1.2 computes it: words are stretches of a
 * to z and digits, in lower case.
 *
 * @param stemmed whether words of more than three letters are {@linkplain PorterStemmer stemmed}
 */
public record Rouge(boolean stemmed) {
  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");
  private static final int LONGEST_UNSTEMMED = 3;

  /** Without stemming, as the package does it if it is not told otherwise. */
  public static Rouge standard() {
    return new Rouge(false);
  }

  /**
   * How much of a reference a text has, and the other way round.
   *
   * @param precision share of the text that the reference has; in [0, 1]
   * @param recall share of the reference that the text has; in [0, 1]
   * @param f harmonic mean of both; in [0, 1]
   */
  public record Score(double precision, double recall, double f) {
    static Score of(int common, int length, int referenceLength) {
      double precision = (double) common / Math.max(1, length);
      double recall = (double) common / Math.max(1, referenceLength);
      double sum = precision + recall;
      return new Score(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
    }
  }

  /**
   * ROUGE-N.
   *
   * @param order of the n-grams; 1 or more
   */
  public Score n(String text, String reference, int order) {
    if (order < 1) {
      throw new IllegalArgumentException("order must be 1 or more, but was " + order);
    }
    Map<String, Integer> own = NGrams.ofWords(words(text), order);
    Map<String, Integer> other = NGrams.ofWords(words(reference), order);
    return Score.of(NGrams.common(own, other), NGrams.sum(own), NGrams.sum(other));
  }

  /** ROUGE-L: the longest words that both have in the same order. */
  public Score l(String text, String reference) {
    List<String> own = words(text);
    List<String> other = words(reference);
    int[] row = new int[own.size() + 1];
    for (String word : other) {
      int diagonal = 0;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        row[j] = word.equals(own.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return Score.of(row[own.size()], own.size(), other.size());
  }

  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
      if (!word.isEmpty()) {
        boolean stem = stemmed && word.length() > LONGEST_UNSTEMMED;
        words.add(stem ? PorterStemmer.stem(word) : word);
      }
    }
    return words;
  }
}
