package io.github.llmcsss.eval.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * BLEU [Papineni et al. 2002] as {@code sacrebleu} 2.6.0 computes it [Post 2018].
 *
 * @param tokenizer how texts are cut into words
 * @param smoothing of precisions without a match
 * @param lowerCase whether case does not count
 * @param effectiveOrder whether orders of which a text has no n-gram are left out; meant for single
 *     sentences
 * @param maximumOrder the longest n-grams; from 1 (BLEU-1) to 4. The signature does not say it
 */
public record Bleu(
    BleuTokenizer tokenizer,
    Smoothing smoothing,
    boolean lowerCase,
    boolean effectiveOrder,
    int maximumOrder) {
  /** The version of the tool whose figures these are. */
  public static final String REFERENCE_VERSION = "2.6.0";

  private static final int ORDERS = 4;

  /** Checks the order. */
  public Bleu {
    if (maximumOrder < 1 || maximumOrder > ORDERS) {
      throw new IllegalArgumentException(
          "maximumOrder must be from 1 to " + ORDERS + ", but was " + maximumOrder);
    }
  }

  /** What {@code sacrebleu} does without options. */
  public static Bleu standard() {
    return new Bleu(BleuTokenizer.V13A, Smoothing.EXP, false, false, ORDERS);
  }

  /** For single sentences: {@link #standard} with the effective order. */
  public static Bleu sentences() {
    return new Bleu(BleuTokenizer.V13A, Smoothing.EXP, false, true, ORDERS);
  }

  /** With another tokenizer. */
  public Bleu withTokenizer(BleuTokenizer value) {
    return new Bleu(value, smoothing, lowerCase, effectiveOrder, maximumOrder);
  }

  /** With another smoothing. */
  public Bleu withSmoothing(Smoothing value) {
    return new Bleu(tokenizer, value, lowerCase, effectiveOrder, maximumOrder);
  }

  /** Whether case does not count. */
  public Bleu withLowerCase(boolean value) {
    return new Bleu(tokenizer, smoothing, value, effectiveOrder, maximumOrder);
  }

  /** With n-grams up to another length. */
  public Bleu withMaximumOrder(int value) {
    return new Bleu(tokenizer, smoothing, lowerCase, effectiveOrder, value);
  }

  /**
   * The score of a text.
   *
   * @param references one or more
   */
  public BleuScore sentence(String text, List<String> references) {
    References.requireAny(references);
    return score(List.of(statistics(text, references)));
  }

  /**
   * The score of texts as a whole, which is no mean of theirs.
   *
   * @param references one or more lists, each with a reference for every text
   * @throws IllegalArgumentException if there is no list, or one has another length
   */
  public BleuScore corpus(List<String> texts, List<List<String>> references) {
    return score(segments(texts, references));
  }

  /**
   * What each text adds to the score of them all, for {@link #score}: so that a bootstrap need not
   * look at the texts again.
   *
   * @param references as in {@link #corpus}
   */
  public List<Segment> segments(List<String> texts, List<List<String>> references) {
    References.requireAny(references);
    List<List<String>> each = References.ofEach(texts, references);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      segments.add(statistics(texts.get(i), each.get(i)));
    }
    return segments;
  }

  /**
   * Counts of one text.
   *
   * @param matches n-grams that a reference has, by order from 1 on
   * @param totals n-grams, by order from 1 on
   * @param length words of the text
   * @param referenceLength words of the reference that is closest in length
   */
  public record Segment(
      List<Integer> matches, List<Integer> totals, int length, int referenceLength) {
    /** Copies the lists. */
    public Segment {
      matches = List.copyOf(matches);
      totals = List.copyOf(totals);
    }
  }

  private Segment statistics(String text, List<String> references) {
    WordNGrams numbers = new WordNGrams();
    int[] own = numbers.ids(words(text));
    List<int[]> others = references.stream().map(one -> numbers.ids(words(one))).toList();
    List<Integer> matches = new ArrayList<>();
    List<Integer> totals = new ArrayList<>();
    for (int i = 1; i <= maximumOrder; i++) {
      int order = i;
      long[] ngrams = WordNGrams.sorted(own, order);
      matches.add(
          WordNGrams.matches(
              ngrams, others.stream().map(one -> WordNGrams.sorted(one, order)).toList()));
      totals.add(ngrams.length);
    }
    return new Segment(matches, totals, own.length, closest(own.length, others));
  }

  private List<String> words(String text) {
    return tokenizer.words(lowerCase ? text.toLowerCase(Locale.ROOT) : text);
  }

  private static int closest(int length, List<int[]> references) {
    int closest = references.getFirst().length;
    for (int[] reference : references) {
      int difference = Math.abs(length - reference.length) - Math.abs(length - closest);
      if (difference < 0 || (difference == 0 && reference.length < closest)) {
        closest = reference.length;
      }
    }
    return closest;
  }

  /** The score of texts of which these are the counts. */
  public BleuScore score(Iterable<Segment> segments) {
    double[] matches = new double[maximumOrder];
    double[] totals = new double[maximumOrder];
    int length = 0;
    int referenceLength = 0;
    for (Segment segment : segments) {
      length += segment.length();
      referenceLength += segment.referenceLength();
      for (int i = 0; i < maximumOrder; i++) {
        matches[i] += segment.matches().get(i);
        totals[i] += segment.totals().get(i);
      }
    }
    double penalty = 1;
    if (length < referenceLength) {
      penalty = length == 0 ? 0 : Math.exp(1 - (double) referenceLength / length);
    }
    double[] precisions = new double[maximumOrder];
    double value = matches[0] == 0 ? 0 : penalty * geometricMean(matches, totals, precisions);
    return new BleuScore(
        value, list(matches), list(totals), list(precisions), penalty, length, referenceLength);
  }

  private double geometricMean(double[] matches, double[] totals, double[] precisions) {
    int orders = maximumOrder;
    double half = 1;
    for (int i = 0; i < maximumOrder; i++) {
      if (smoothing.method() == Smoothing.Method.ADD_K && i > 0) {
        matches[i] += smoothing.value();
        totals[i] += smoothing.value();
      }
      if (totals[i] == 0) {
        break;
      }
      orders = effectiveOrder ? i + 1 : maximumOrder;
      double count = matches[i];
      if (count == 0 && smoothing.method() == Smoothing.Method.EXP) {
        half /= 2;
        count = half;
      } else if (count == 0 && smoothing.method() == Smoothing.Method.FLOOR) {
        count = smoothing.value();
      }
      precisions[i] = 100 * count / totals[i];
    }
    double sum = 0;
    for (int i = 0; i < orders; i++) {
      sum += Math.log(precisions[i]);
    }
    return Math.exp(sum / orders);
  }

  private static List<Double> list(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  /** The line of {@code sacrebleu} that says what was computed. */
  public String signature(int references) {
    return "nrefs:"
        + references
        + "|case:"
        + (lowerCase ? "lc" : "mixed")
        + "|eff:"
        + (effectiveOrder ? "yes" : "no")
        + "|tok:"
        + tokenizer.signature()
        + "|smooth:"
        + smoothing.signature()
        + "|version:"
        + REFERENCE_VERSION;
  }
}
