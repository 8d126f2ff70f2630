package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * chrF [Popovi&cacute; 2015] and chrF++ [Popovi&cacute; 2017] as {@code sacrebleu} 2.6.0 computes
 * them: the F-score of n-grams of characters and of words.
 *
 * @param characterOrder the longest n-grams of characters; 1 or more
 * @param wordOrder the longest n-grams of words; 0 or more
 * @param beta how much more recall counts than precision
 * @param lowerCase whether case does not count
 * @param whiteSpace whether white space is among the characters
 * @param epsilonSmoothing whether the mean is taken over the scores of all orders, as NLTK and
 *     Moses do, and not over those that both sides have
 */
public record ChrF(
    int characterOrder,
    int wordOrder,
    int beta,
    boolean lowerCase,
    boolean whiteSpace,
    boolean epsilonSmoothing) {
  private static final double EPSILON = 1e-16;
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** Checks the ranges. */
  public ChrF {
    if (characterOrder < 1 || wordOrder < 0 || beta < 0) {
      throw new IllegalArgumentException(
          "orders must be 1 or more and 0 or more, and beta 0 or more, but were "
              + List.of(characterOrder, wordOrder, beta));
    }
  }

  /** chrF2: six characters, no words. */
  public static ChrF standard() {
    return new ChrF(6, 0, 2, false, false, false);
  }

  /** chrF2++: six characters, two words. */
  public static ChrF plusPlus() {
    return new ChrF(6, 2, 2, false, false, false);
  }

  /**
   * The score of a text.
   *
   * @param references one or more; the one that gives the best score counts
   * @return in [0, 100]
   */
  public double sentence(String text, List<String> references) {
    return score(statistics(text, references));
  }

  /**
   * The score of texts as a whole.
   *
   * @param references one or more lists, each with a reference for every text
   * @return in [0, 100]
   * @throws IllegalArgumentException if a list has another length
   */
  public double corpus(List<String> texts, List<List<String>> references) {
    int[] sums = new int[3 * (characterOrder + wordOrder)];
    List<List<String>> each = References.ofEach(texts, references);
    for (int i = 0; i < texts.size(); i++) {
      int[] statistics = statistics(texts.get(i), each.get(i));
      for (int j = 0; j < sums.length; j++) {
        sums[j] += statistics[j];
      }
    }
    return score(sums);
  }

  /** Such as {@code chrF2++}. */
  public String name() {
    return "chrF" + beta + "+".repeat(wordOrder);
  }

  /** The line of {@code sacrebleu} that says what was computed. */
  public String signature(int references) {
    return String.join(
        "|",
        "nrefs:" + references,
        "case:" + (lowerCase ? "lc" : "mixed"),
        "eff:" + (epsilonSmoothing ? "no" : "yes"),
        "nc:" + characterOrder,
        "nw:" + wordOrder,
        "space:" + (whiteSpace ? "yes" : "no"),
        "version:" + Bleu.REFERENCE_VERSION);
  }

  private int[] statistics(String text, List<String> references) {
    References.requireAny(references);
    List<Map<String, Integer>> own = ngrams(text);
    int[] best = new int[0];
    double bestScore = -1;
    for (String reference : references) {
      List<Map<String, Integer>> other = ngrams(reference);
      int[] statistics = new int[3 * own.size()];
      for (int i = 0; i < own.size(); i++) {
        statistics[3 * i] = other.get(i).isEmpty() ? 0 : NGrams.sum(own.get(i));
        statistics[3 * i + 1] = NGrams.sum(other.get(i));
        statistics[3 * i + 2] = NGrams.common(own.get(i), other.get(i));
      }
      double score = score(statistics);
      if (score > bestScore) {
        bestScore = score;
        best = statistics;
      }
    }
    return best;
  }

  private List<Map<String, Integer>> ngrams(String text) {
    String line = lowerCase ? text.toLowerCase(Locale.ROOT) : text;
    List<String> words = PythonText.split(line);
    String characters = whiteSpace ? line : String.join("", words);
    int[] starts = NGrams.starts(characters);
    List<Map<String, Integer>> ngrams = new ArrayList<>();
    for (int order = 1; order <= characterOrder; order++) {
      ngrams.add(NGrams.ofCharacters(characters, starts, order));
    }
    List<String> parts = wordOrder == 0 ? List.of() : withoutPunctuation(words);
    for (int order = 1; order <= wordOrder; order++) {
      ngrams.add(NGrams.ofWords(parts, order));
    }
    return ngrams;
  }

  /** One mark at the end of a word, else one at its start, is a word of its own. */
  private static List<String> withoutPunctuation(List<String> words) {
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      int last = word.length() - 1;
      if (word.codePointCount(0, word.length()) > 1 && isPunctuation(word.charAt(last))) {
        parts.add(word.substring(0, last));
        parts.add(word.substring(last));
      } else if (word.codePointCount(0, word.length()) > 1 && isPunctuation(word.charAt(0))) {
        parts.add(word.substring(0, 1));
        parts.add(word.substring(1));
      } else {
        parts.add(word);
      }
    }
    return parts;
  }

  private static boolean isPunctuation(char c) {
    return PUNCTUATION.indexOf(c) >= 0;
  }

  private double score(int[] statistics) {
    return epsilonSmoothing ? meanOfOrders(statistics) : scoreOfMeans(statistics);
  }

  private double meanOfOrders(int[] statistics) {
    double factor = (double) beta * beta;
    double sum = 0;
    for (int i = 0; i < statistics.length; i += 3) {
      double match = statistics[i + 2];
      double precision = statistics[i] > 0 ? match / statistics[i] : EPSILON;
      double recall = statistics[i + 1] > 0 ? match / statistics[i + 1] : EPSILON;
      double denominator = factor * precision + recall;
      sum += denominator > 0 ? (1 + factor) * precision * recall / denominator : EPSILON;
    }
    return 100 * sum / (characterOrder + wordOrder);
  }

  private double scoreOfMeans(int[] statistics) {
    double factor = (double) beta * beta;
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int i = 0; i < statistics.length; i += 3) {
      if (statistics[i] > 0 && statistics[i + 1] > 0) {
        precision += (double) statistics[i + 2] / statistics[i];
        recall += (double) statistics[i + 2] / statistics[i + 1];
        orders++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return 100 * (1 + factor) * precision * recall / (factor * precision + recall);
  }
}
