package io.github.llmcsss.eval.retrieval;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A measure of a ranking, such as NDCG@10. Two of the same name are equal. Immutable and
 * thread-safe. Measures that know only relevant or not take the level of {@link EvaluationOptions};
 * those with gains do not.
 */
public final class Measure {
  /** How the values of queries become one value. */
  enum Average {
    /** The mean. */
    ARITHMETIC,
    /** The geometric mean; a value below 0.00001 counts as that. */
    GEOMETRIC,
    /** The sum, shown as a whole number. */
    SUM
  }

  private static final int ALL = Integer.MAX_VALUE;

  private final String name;
  private final Average average;
  private final ToDoubleFunction<Judged> function;

  Measure(String name, Average average, ToDoubleFunction<Judged> function) {
    this.name = name;
    this.average = average;
    this.function = function;
  }

  private static Measure of(String name, ToDoubleFunction<Judged> function) {
    return new Measure(name, Average.ARITHMETIC, function);
  }

  /** Mean average precision: precision at each relevant document, 0 for those not retrieved. */
  public static Measure map() {
    return of("map", judged -> BinaryMeasures.averagePrecision(judged, ALL));
  }

  /** MAP where what comes behind a cutoff is not retrieved. */
  public static Measure map(int cutoff) {
    return of(at("map_cut", cutoff), judged -> BinaryMeasures.averagePrecision(judged, cutoff));
  }

  /** NDCG over the whole ranking, the gain being the relevance. */
  public static Measure ndcg() {
    return of("ndcg", judged -> GainMeasures.ndcg(judged, ALL, GainMeasures::linear));
  }

  /**
   * NDCG at a cutoff, the gain being the relevance [J&auml;rvelin and Kek&auml;l&auml;inen 2002].
   */
  public static Measure ndcg(int cutoff) {
    return of(
        at("ndcg_cut", cutoff), judged -> GainMeasures.ndcg(judged, cutoff, GainMeasures::linear));
  }

  /**
   * NDCG at a cutoff with the gain 2^relevance - 1 [Burges et al. 2005]; {@code trec_eval} does not
   * have it.
   */
  public static Measure ndcgExponential(int cutoff) {
    return of(
        at("ndcg_exp_cut", cutoff),
        judged -> GainMeasures.ndcg(judged, cutoff, GainMeasures::exponential));
  }

  /** Mean reciprocal rank of the first relevant document. */
  public static Measure mrr() {
    return of("recip_rank", BinaryMeasures::reciprocalRank);
  }

  /** Precision at a cutoff, which a shorter ranking does not lower. */
  public static Measure precision(int cutoff) {
    return of(at("P", cutoff), judged -> BinaryMeasures.precision(judged, cutoff));
  }

  /** Recall at a cutoff. */
  public static Measure recall(int cutoff) {
    return of(at("recall", cutoff), judged -> BinaryMeasures.recall(judged, cutoff));
  }

  /** Share of the queries with a relevant document before a cutoff. */
  public static Measure success(int cutoff) {
    return of(at("success", cutoff), judged -> BinaryMeasures.success(judged, cutoff));
  }

  /** Precision at as many documents as are relevant. */
  public static Measure rPrecision() {
    return of(
        "Rprec",
        judged -> {
          int relevant = judged.relevant();
          return relevant == 0 ? 0 : BinaryMeasures.precision(judged, relevant);
        });
  }

  /** Preference of relevant documents over those judged not to be [Buckley and Voorhees 2004]. */
  public static Measure bpref() {
    return of("bpref", BinaryMeasures::bpref);
  }

  /** Inferred average precision, for pools of which a sample was judged [Yilmaz and Aslam 2006]. */
  public static Measure infAp() {
    return of("infAP", BinaryMeasures::inferredAveragePrecision);
  }

  /** The geometric mean of average precision. */
  public static Measure gmap() {
    return geometric("gm_map", judged -> BinaryMeasures.averagePrecision(judged, ALL));
  }

  static Measure geometric(String name, ToDoubleFunction<Judged> function) {
    return new Measure(name, Average.GEOMETRIC, function);
  }

  /**
   * The measure of a name of {@code trec_eval}, such as {@code "ndcg_cut_10"} or {@code "map"}, or
   * of {@code "ndcg_exp_cut_10"}.
   *
   * @throws IllegalArgumentException if there is none, with the names that are known
   */
  public static Measure parse(String name) {
    List<Measure> found = MeasureNames.named(name);
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "\"" + name + "\" stands for " + found.size() + " measures: " + found);
    }
    return found.getFirst();
  }

  /**
   * The measures of a name of {@code trec_eval}'s option {@code -m}: that of a measure, of a family
   * with its usual cutoffs ({@code "P"}) or with others ({@code "P.5,10"}), of one with other
   * parameters ({@code "ndcg.1=3.5,2=9"}, {@code "rbp.p=0.8"}, {@code "set_F.0.5"}, {@code
   * "utility.1,-1,0,0"}), or of a set ({@code "official"}, {@code "set"}, {@code "all_trec"}).
   *
   * @throws IllegalArgumentException if there are none
   */
  public static List<Measure> parseAll(String name) {
    return MeasureNames.named(name);
  }

  private static String at(String family, int cutoff) {
    if (cutoff < 1) {
      throw new IllegalArgumentException("cutoff must be 1 or more, but was " + cutoff);
    }
    return family + "_" + cutoff;
  }

  /** The name that {@code trec_eval} gives it, with its cutoff. */
  public String name() {
    return name;
  }

  Average average() {
    return average;
  }

  double value(Judged judged) {
    return function.applyAsDouble(judged);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Measure measure && measure.name.equals(name);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
