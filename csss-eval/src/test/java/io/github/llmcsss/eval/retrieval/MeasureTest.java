package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private static final Measure NDCG = Measure.ndcg(10);

  private static Scores scores(
      EvaluationOptions options,
      Map<String, Map<String, Integer>> qrels,
      Map<String, Map<String, Double>> run,
      Measure... measures) {
    return Evaluation.of(Qrels.of(qrels), Run.of("r", run), options).scores(List.of(measures));
  }

  private static Map<String, Double> ranking(List<Integer> relevance) {
    Map<String, Double> scores = new HashMap<>();
    for (int i = 0; i < relevance.size(); i++) {
      scores.put("d" + i, -(double) i);
    }
    return scores;
  }

  private static Map<String, Integer> judgements(List<Integer> relevance) {
    Map<String, Integer> judgements = new HashMap<>();
    for (int i = 0; i < relevance.size(); i++) {
      judgements.put("d" + i, relevance.get(i));
    }
    return judgements;
  }

  private static Scores all(List<Integer> relevance) {
    return scores(
        EvaluationOptions.standard(),
        Map.of("q", judgements(relevance)),
        Map.of("q", ranking(relevance)),
        Measure.parseAll("all_trec").toArray(new Measure[0]));
  }

  private static double one(String name, List<Integer> relevance) {
    return scores(
            EvaluationOptions.standard(),
            Map.of("q", judgements(relevance)),
            Map.of("q", ranking(relevance)),
            Measure.parse(name))
        .mean(Measure.parse(name));
  }

  /** Worked out by hand: the ranking has the levels 0, 2, 1. */
  @Test
  void measuresHaveTheParametersOfTrecEval() {
    List<Integer> levels = List.of(0, 2, 1);
    double second = Math.log(2) / Math.log(3);
    assertEquals((9 * second + 3.5 / 2) / (9 + 3.5 * second), one("ndcg.1=3.5,2=9", levels), 1e-12);
    assertEquals(
        (0.5 + 2 * second - 1 / 2.0) / (2 + 0.5 * second), one("ndcg.0=0.5,1=-1", levels), 1e-12);
    assertEquals(one("ndcg", levels), one("ndcg.1=1", levels), 1e-12);
    assertEquals(0.2 * (0.8 + 0.5 * 0.64), one("rbp.p=0.8", levels), 1e-12);
    assertEquals(one("rbp", levels), one("rbp.p=0.9", levels), 1e-12);
    assertEquals(3.0 * 2 / 3 / (2 * 2 / 3.0 + 1), one("set_F.2", levels), 1e-12);
    assertEquals(one("set_F", levels), one("set_F.1", levels), 1e-12);
    assertEquals(2 * 2 - 0.5, one("utility.2,-0.5,-1,0", levels), 1e-12);
    assertEquals(one("utility", levels), one("utility_1,-1,0,0", levels), 1e-12);
    assertEquals("ndcg_1=3.5,2=9", Measure.parse("ndcg.1=3.5,2=9").name());
    for (Map.Entry<String, String> wrong :
        Map.of(
                "ndcg.3", "pairs of a level and its gain",
                "ndcg.1=2,1=3", "a level must be there once",
                "ndcg.-1=2", "a level must be 0, 1, 2",
                "rbp.0.8", "the persistence must be there",
                "rbp.p=1", "between 0 and 1",
                "set_F.-1", "0 or more",
                "utility.1,2", "four weights",
                "utility.1,2,3,4", "the last weight must be 0",
                "rbp.p=x", "\"x\" must be a number")
            .entrySet()) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> Measure.parse(wrong.getKey()));
      assertTrue(("" + refused.getMessage()).contains(wrong.getValue()), refused.getMessage());
    }
  }

  @Test
  void namesAreThoseOfTrecEval() {
    assertEquals(Measure.ndcg(10), Measure.parse("ndcg_cut_10"));
    assertEquals(Measure.map(), Measure.parse("map"));
    assertEquals(Measure.map(10), Measure.parse("map_cut.10"));
    assertEquals(Measure.ndcgExponential(10), Measure.parse("ndcg_exp_cut_10"));
    assertEquals(List.of(Measure.precision(3), Measure.precision(50)), Measure.parseAll("P.3,50"));
    assertEquals(9, Measure.parseAll("P").size());
    assertEquals("iprec_at_recall_0.10", Measure.parse("iprec_at_recall_0.10").name());
    for (Measure measure : Measure.parseAll("all_trec")) {
      assertEquals(measure, Measure.parse(measure.name()));
    }
    for (String wrong :
        List.of("ndcg_10_x", "P_0", "P_1.5", "P_x", "map_3", "", "precision", "P_")) {
      assertThrows(IllegalArgumentException.class, () -> Measure.parse(wrong), wrong);
    }
    assertEquals(
        "\"P\" stands for 9 measures: [P_5, P_10, P_15, P_20, P_30, P_100, P_200, P_500, P_1000]",
        assertThrows(IllegalArgumentException.class, () -> Measure.parse("P")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Measure.ndcg(0));
  }

  @Test
  void exponentialGainsDiffer() {
    List<Integer> relevance = List.of(1, 0, 3);
    Scores scores =
        scores(
            EvaluationOptions.standard(),
            Map.of("q", judgements(relevance)),
            Map.of("q", ranking(relevance)),
            NDCG,
            Measure.ndcgExponential(10));
    double log3 = Math.log(3) / Math.log(2);
    assertEquals((1 + 3 / 2.0) / (3 + 1 / log3), scores.mean(NDCG), 1e-12);
    assertEquals((1 + 7 / 2.0) / (7 + 1 / log3), scores.mean(Measure.ndcgExponential(10)), 1e-12);
  }

  @Test
  void missingQueriesCountWhereTheyAreAskedFor() {
    Map<String, Map<String, Integer>> qrels =
        Map.of("a", Map.of("d", 1), "b", Map.of("d", 1, "e", 1));
    Map<String, Map<String, Double>> run = Map.of("a", Map.of("d", 1.0), "c", Map.of("d", 1.0));
    Measure[] measures = {
      Measure.map(), Measure.parse("num_q"), Measure.parse("num_rel"), Measure.gmap()
    };
    Scores some = scores(EvaluationOptions.standard(), qrels, run, measures);
    assertEquals(List.of("a"), some.queries());
    assertEquals(1, some.mean(Measure.map()));
    assertEquals(1, some.mean(measures[1]));
    assertEquals(1, some.mean(measures[2]));
    Scores complete = scores(EvaluationOptions.standard().withComplete(true), qrels, run, measures);
    assertEquals(0.5, complete.mean(Measure.map()));
    assertEquals(2, complete.mean(measures[1]));
    assertEquals(3, complete.mean(measures[2]));
    assertEquals(Math.sqrt(1e-5), complete.mean(Measure.gmap()), 1e-12);
  }

  @Test
  void theMiddleGoesToTheEvenDigitAsInC() {
    Evaluation evaluation =
        Evaluation.of(
            Qrels.of(Map.of("q", Map.of("d", 1))),
            Run.of("me", Map.of("q", Map.of("d", 1.0))),
            EvaluationOptions.standard());
    TrecOutput output = new TrecOutput("me", evaluation, List.of("P.32,160"));
    assertEquals(
        List.of("P_32                  \tall\t0.0312", "P_160                 \tall\t0.0063"),
        output.summary(),
        "0.03125, and 0.00625 which lies a little above");
  }

  @Test
  void levelDepthAndJudgedOnlyAreOptions() {
    Map<String, Map<String, Integer>> qrels = Map.of("q", Map.of("a", 1, "b", 2));
    Map<String, Map<String, Double>> run =
        Map.of("q", Map.of("x", 9.0, "a", 8.0, "b", 7.0, "y", 6.0));
    EvaluationOptions standard = EvaluationOptions.standard();
    Measure first = Measure.mrr();
    assertEquals(0.5, scores(standard, qrels, run, first).mean(first));
    assertEquals(
        1.0 / 3, scores(standard.withRelevanceLevel(2), qrels, run, first).mean(first), 1e-12);
    assertEquals(1, scores(standard.withJudgedOnly(true), qrels, run, first).mean(first));
    assertEquals(0, scores(standard.withMaximumDocuments(1), qrels, run, first).mean(first));
    assertThrows(IllegalArgumentException.class, () -> standard.withRelevanceLevel(0));
    assertThrows(IllegalArgumentException.class, () -> standard.withMaximumDocuments(0));
  }

  @Property(tries = 300)
  void valuesAreWithinTheirBounds(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -1, max = 4) Integer> relevance) {
    Scores scores = all(relevance);
    for (Measure measure : scores.measures()) {
      double value = scores.value(measure, "q");
      assertTrue(Double.isFinite(value), measure::name);
      boolean share = measure.average() != Measure.Average.SUM && !measure.name().equals("utility");
      assertTrue(!share || (value >= 0 && value <= 1 + 1e-12), () -> measure + " is " + value);
    }
  }

  @Property(tries = 300)
  void theIdealRankingScoresOne(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 4) Integer> relevance) {
    List<Integer> ideal = new ArrayList<>(relevance);
    ideal.sort(Collections.reverseOrder());
    if (ideal.getFirst() == 0) {
      return;
    }
    Scores scores = all(ideal);
    for (String name : List.of("map", "ndcg", "ndcg_cut_10", "Rprec", "recip_rank", "bpref")) {
      assertEquals(1, scores.value(Measure.parse(name), "q"), 1e-12, name);
    }
  }

  @Property(tries = 300)
  void toMoveARelevantDocumentUpDoesNotHarm(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(min = 0, max = 4) Integer> relevance,
      @ForAll @IntRange(min = 1, max = 39) int at) {
    int lower = 1 + (at - 1) % (relevance.size() - 1);
    if (relevance.get(lower) <= relevance.get(lower - 1)) {
      return;
    }
    List<Integer> better = new ArrayList<>(relevance);
    Collections.swap(better, lower, lower - 1);
    Scores before = all(relevance);
    Scores after = all(better);
    for (String name :
        List.of("map", "ndcg", "ndcg_cut_10", "P_10", "recip_rank", "rbp", "Rprec")) {
      Measure measure = Measure.parse(name);
      assertTrue(after.value(measure, "q") >= before.value(measure, "q") - 1e-12, name);
    }
  }

  @Property(tries = 100)
  void theOrderInWhichDocumentsComeDoesNotCount(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      documents.add("d" + i);
    }
    Map<String, Integer> judged = new HashMap<>();
    documents.forEach(document -> judged.put(document, random.nextInt(4)));
    Map<String, Double> scores = new HashMap<>();
    documents.forEach(document -> scores.put(document, (double) random.nextInt(5)));
    List<List<String>> rankings = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Collections.shuffle(documents, random);
      Run.Builder run = Run.builder("r");
      documents.forEach(document -> run.add("q", document, scores.getOrDefault(document, 0.0)));
      rankings.add(run.build().ranking("q"));
    }
    assertEquals(1, new HashSet<>(rankings).size());
  }
}
