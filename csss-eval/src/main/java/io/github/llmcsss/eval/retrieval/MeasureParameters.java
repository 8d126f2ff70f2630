package io.github.llmcsss.eval.retrieval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Measures that {@code trec_eval} computes with parameters other than its own. */
final class MeasureParameters {
  static final List<String> FAMILIES = List.of("ndcg", "rbp", "set_F", "utility");

  private MeasureParameters() {}

  /**
   * The measure of a family with its parameters as {@code trec_eval} takes them: gains of levels
   * for ndcg ({@code "1=3.5,2=9"}), persistence for rbp ({@code "p=0.8"}), the weight of recall for
   * set_F, four weights for utility.
   */
  static Measure measure(String family, String parameters) {
    String name = family + "_" + parameters;
    ToDoubleFunction<Judged> function =
        switch (family) {
          case "ndcg" -> {
            Map<Integer, Double> gains = gains(name, parameters);
            yield judged -> GainMeasures.ndcg(judged, gains);
          }
          case "rbp" -> {
            double persistence = persistence(name, parameters);
            yield judged -> GainMeasures.rankBiasedPrecision(judged, persistence);
          }
          case "set_F" -> {
            double weight = number(name, parameters);
            check(weight >= 0, name, "the weight of recall must be 0 or more");
            yield judged -> BinaryMeasures.setF(judged, weight);
          }
          default -> utility(name, parameters);
        };
    return new Measure(name, Measure.Average.ARITHMETIC, function);
  }

  private static Map<Integer, Double> gains(String name, String parameters) {
    Map<Integer, Double> gains = new HashMap<>();
    for (String pair : parameters.split(",", -1)) {
      int equals = pair.indexOf('=');
      check(equals > 0, name, "there must be pairs of a level and its gain, such as 1=3.5,2=9");
      double level = number(name, pair.substring(0, equals));
      check(level >= 0 && level == Math.rint(level), name, "a level must be 0, 1, 2 ...");
      Double before = gains.put((int) level, number(name, pair.substring(equals + 1)));
      check(before == null, name, "a level must be there once");
    }
    return gains;
  }

  private static double persistence(String name, String parameters) {
    check(parameters.startsWith("p="), name, "the persistence must be there, such as p=0.8");
    double persistence = number(name, parameters.substring(2));
    check(persistence > 0 && persistence < 1, name, "the persistence must be between 0 and 1");
    return persistence;
  }

  private static ToDoubleFunction<Judged> utility(String name, String parameters) {
    List<Double> weights = new ArrayList<>();
    for (String weight : parameters.split(",", -1)) {
      weights.add(number(name, weight));
    }
    check(weights.size() == 4, name, "there must be four weights, such as 1,-1,0,0");
    // It would count the documents that are neither retrieved nor relevant.
    check(weights.get(3) == 0, name, "the last weight must be 0: nobody knows all the documents");
    return judged -> {
      int found = judged.relevantRetrieved();
      return weights.get(0) * found
          + weights.get(1) * (judged.retrieved() - found)
          + weights.get(2) * (judged.relevant() - found);
    };
  }

  private static void check(boolean condition, String name, String problem) {
    if (!condition) {
      throw new IllegalArgumentException("unknown measure \"" + name + "\": " + problem);
    }
  }

  static double number(String name, String text) {
    try {
      double number = Double.parseDouble(text);
      check(Double.isFinite(number), name, "\"" + text + "\" must be a finite number");
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "unknown measure \"" + name + "\": \"" + text + "\" must be a number", e);
    }
  }
}
