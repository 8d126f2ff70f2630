package io.github.llmcsss.eval.retrieval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The names of {@code trec_eval}, in the order in which it prints them. */
final class MeasureNames {
  private static final List<Integer> CUTOFFS = List.of(5, 10, 15, 20, 30, 100, 200, 500, 1000);
  private static final Map<String, Family> FAMILIES = families();
  private static final List<String> ORDER = List.copyOf(FAMILIES.keySet());
  private static final List<String> OFFICIAL =
      List.of(
          "num_q",
          "num_ret",
          "num_rel",
          "num_rel_ret",
          "map",
          "gm_map",
          "Rprec",
          "bpref",
          "recip_rank",
          "iprec_at_recall",
          "P");
  private static final List<String> SET =
      List.of(
          "num_q",
          "num_ret",
          "num_rel",
          "num_rel_ret",
          "utility",
          "set_P",
          "set_relative_P",
          "set_recall",
          "set_map",
          "set_F");

  /**
   * Measures that differ in a parameter.
   *
   * @param usual the parameters that are meant where none is given; empty if there is none
   */
  private record Family(List<Double> usual, DoubleFunction<Measure> measure) {}

  private MeasureNames() {}

  static List<Measure> named(String name) {
    return switch (name) {
      case "official" -> all(OFFICIAL);
      case "set" -> all(SET);
      case "all_trec" ->
          all(FAMILIES.keySet().stream().filter(one -> !one.startsWith("ndcg_exp")).toList());
      default -> family(name);
    };
  }

  /** Each once, in the order in which {@code trec_eval} prints them. */
  static List<Measure> inOrder(List<Measure> measures) {
    return measures.stream()
        .distinct()
        .sorted(Comparator.comparingInt(MeasureNames::position))
        .toList();
  }

  /** Whether it is printed after the relevance of the first documents. */
  static boolean isBehindRelevanceString(Measure measure) {
    return position(measure) > ORDER.indexOf("P");
  }

  private static int position(Measure measure) {
    String name = measure.name();
    int position = ORDER.indexOf(name);
    return position >= 0 ? position : ORDER.indexOf(name.substring(0, name.lastIndexOf('_')));
  }

  private static List<Measure> all(List<String> names) {
    List<Measure> measures = new ArrayList<>();
    names.forEach(name -> measures.addAll(family(name)));
    return measures;
  }

  private static List<Measure> family(String name) {
    Family whole = FAMILIES.get(name);
    if (whole != null) {
      return whole.usual().isEmpty()
          ? List.of(whole.measure().apply(0))
          : whole.usual().stream().map(whole.measure()::apply).toList();
    }
    int dot = name.indexOf('.');
    int underscore = name.lastIndexOf('_');
    // P.5,10 of an option, or ndcg_cut_10 as it is printed; a recall of 0.10 has a dot, too.
    boolean option = dot > 0 && FAMILIES.containsKey(name.substring(0, dot));
    int end = option ? dot : underscore;
    Family family = end < 0 ? null : FAMILIES.get(name.substring(0, end));
    if (family != null && MeasureParameters.FAMILIES.contains(name.substring(0, end))) {
      return List.of(MeasureParameters.measure(name.substring(0, end), name.substring(end + 1)));
    }
    if (family == null || family.usual().isEmpty()) {
      throw new IllegalArgumentException(
          "unknown measure \""
              + name
              + "\"; known: official, set, all_trec, "
              + String.join(", ", FAMILIES.keySet())
              + "; those with a cutoff as in P, P.5,10 or P_10; with other parameters as in"
              + " ndcg.1=3.5,2=9, rbp.p=0.8, set_F.0.5 or utility.1,-1,0,0");
    }
    List<Measure> measures = new ArrayList<>();
    for (String parameter : name.substring(end + 1).split(",", -1)) {
      measures.add(family.measure().apply(MeasureParameters.number(name, parameter)));
    }
    return measures;
  }

  private static Map<String, Family> families() {
    Map<String, Family> all = new LinkedHashMap<>();
    sum(all, "num_q", judged -> 1);
    sum(all, "num_ret", Judged::retrieved);
    sum(all, "num_rel", Judged::relevant);
    sum(all, "num_rel_ret", Judged::relevantRetrieved);
    one(all, Measure.map());
    one(all, Measure.gmap());
    one(all, Measure.rPrecision());
    one(all, Measure.bpref());
    one(all, Measure.mrr());
    shares(all, "iprec_at_recall", tenths(0, 10, 1), BinaryMeasures::interpolatedPrecision);
    cutoffs(all, "P", CUTOFFS, Measure::precision);
    cutoffs(all, "recall", CUTOFFS, Measure::recall);
    one(all, Measure.infAp());
    one(all, Measure.geometric("gm_bpref", BinaryMeasures::bpref));
    shares(all, "Rprec_mult", tenths(2, 20, 2), BinaryMeasures::precisionAtMultiple);
    plain(all, "utility", judged -> 2.0 * judged.relevantRetrieved() - judged.retrieved());
    plain(all, "11pt_avg", BinaryMeasures::averageInterpolatedPrecision);
    plain(all, "binG", BinaryMeasures::binaryG);
    plain(all, "G", GainMeasures::gain);
    one(all, Measure.ndcg());
    plain(all, "ndcg_rel", GainMeasures::ndcgAtRelevant);
    plain(all, "Rndcg", GainMeasures::ndcgAtLevels);
    cutoffs(all, "ndcg_cut", CUTOFFS, Measure::ndcg);
    cutoffs(all, "ndcg_exp_cut", CUTOFFS, Measure::ndcgExponential);
    cutoffs(all, "map_cut", CUTOFFS, Measure::map);
    cutoffs(all, "relative_P", CUTOFFS, BinaryMeasures::relativePrecision);
    cutoffs(all, "success", List.of(1, 5, 10), Measure::success);
    plain(all, "set_P", BinaryMeasures::setPrecision);
    plain(all, "set_relative_P", BinaryMeasures::setRelativePrecision);
    plain(all, "set_recall", BinaryMeasures::setRecall);
    plain(all, "set_map", BinaryMeasures::setAveragePrecision);
    plain(all, "set_F", judged -> BinaryMeasures.setF(judged, 1));
    sum(all, "num_nonrel_judged_ret", MeasureNames::judgedNotRelevant);
    plain(all, "rbp", judged -> GainMeasures.rankBiasedPrecision(judged, GainMeasures.PERSISTENCE));
    plain(all, "rbp_resid", GainMeasures::rankBiasedResidual);
    cutoffs(all, "unj", List.of(5, 10, 20), BinaryMeasures::unjudged);
    return all;
  }

  private static double judgedNotRelevant(Judged judged) {
    int judgedRetrieved = 0;
    for (int relevance : judged.ranked()) {
      judgedRetrieved += relevance >= 0 ? 1 : 0;
    }
    return judgedRetrieved - judged.relevantRetrieved();
  }

  private static List<Double> tenths(int first, int last, int step) {
    return IntStream.iterate(first, i -> i <= last, i -> i + step)
        .mapToObj(tenth -> tenth / 10.0)
        .toList();
  }

  private static void one(Map<String, Family> all, Measure measure) {
    all.put(measure.name(), new Family(List.of(), unused -> measure));
  }

  private static void plain(
      Map<String, Family> all, String name, ToDoubleFunction<Judged> function) {
    one(all, new Measure(name, Measure.Average.ARITHMETIC, function));
  }

  private static void sum(Map<String, Family> all, String name, ToDoubleFunction<Judged> function) {
    one(all, new Measure(name, Measure.Average.SUM, function));
  }

  private static void cutoffs(
      Map<String, Family> all, String name, List<Integer> usual, IntFunction<Measure> measure) {
    all.put(
        name,
        new Family(
            usual.stream().map(Integer::doubleValue).toList(),
            cutoff -> {
              if (cutoff < 1 || cutoff != Math.rint(cutoff) || cutoff > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                    "cutoff must be a whole number from 1 on, but was " + cutoff);
              }
              return measure.apply((int) cutoff);
            }));
  }

  /** A function of a ranking and a cutoff. */
  @FunctionalInterface
  private interface AtCutoff {
    double value(Judged judged, int cutoff);
  }

  private static void cutoffs(
      Map<String, Family> all, String name, List<Integer> usual, AtCutoff function) {
    cutoffs(
        all,
        name,
        usual,
        (IntFunction<Measure>)
            cutoff ->
                new Measure(
                    name + "_" + cutoff,
                    Measure.Average.ARITHMETIC,
                    judged -> function.value(judged, cutoff)));
  }

  /** A function of a ranking and a share. */
  @FunctionalInterface
  private interface AtShare {
    double value(Judged judged, double share);
  }

  private static void shares(
      Map<String, Family> all, String name, List<Double> usual, AtShare function) {
    all.put(
        name,
        new Family(
            usual,
            share ->
                new Measure(
                    String.format(Locale.ROOT, "%s_%.2f", name, share),
                    Measure.Average.ARITHMETIC,
                    judged -> function.value(judged, share))));
  }
}
