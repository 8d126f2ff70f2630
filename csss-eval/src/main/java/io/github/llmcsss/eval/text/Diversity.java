package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How varied texts are; words are those of {@link BleuTokenizer#V13A}. */
public final class Diversity {
  private Diversity() {}

  /**
   * Distinct-n [Li et al. 2016]: the share of different n-grams among all of them, case left out.
   *
   * @param order of the n-grams; 1 or more
   * @return in (0, 1]; NaN where there is no n-gram
   */
  public static double distinct(List<String> texts, int order) {
    if (order < 1) {
      throw new IllegalArgumentException("order must be 1 or more, but was " + order);
    }
    Set<String> seen = new HashSet<>();
    long all = 0;
    for (String text : texts) {
      List<String> words = BleuTokenizer.V13A.words(text.toLowerCase(Locale.ROOT));
      for (int i = 0; i + order <= words.size(); i++) {
        seen.add(String.join(" ", words.subList(i, i + order)));
        all++;
      }
    }
    return all == 0 ? Double.NaN : (double) seen.size() / all;
  }

  /**
   * Self-BLEU [Zhu et al. 2018]: the mean BLEU of each text against all others; the higher, the
   * more alike they are. Takes the square of the number of texts in time.
   *
   * @param texts two or more
   * @return in [0, 100]
   */
  public static double selfBleu(List<String> texts) {
    if (texts.size() < 2) {
      throw new IllegalArgumentException(
          "there must be 2 texts or more, but there are " + texts.size());
    }
    double sum = 0;
    for (int i = 0; i < texts.size(); i++) {
      List<String> others = new ArrayList<>(texts.subList(0, i));
      others.addAll(texts.subList(i + 1, texts.size()));
      sum += Bleu.sentences().sentence(texts.get(i), others).value();
    }
    return sum / texts.size();
  }

  /**
   * How long texts are, in words.
   *
   * @param mean of the lengths; NaN without texts
   * @param median of the lengths; NaN without texts
   * @param least shortest
   * @param most longest
   */
  public record Lengths(double mean, double median, int least, int most) {}

  /** The lengths of texts. */
  public static Lengths lengths(List<String> texts) {
    int[] sorted =
        texts.stream().mapToInt(text -> BleuTokenizer.V13A.words(text).size()).sorted().toArray();
    if (sorted.length == 0) {
      return new Lengths(Double.NaN, Double.NaN, 0, 0);
    }
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
    double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
    return new Lengths(mean, median, sorted[0], sorted[sorted.length - 1]);
  }
}
