package io.github.llmcsss.eval.text;

import io.github.llmcsss.eval.internal.Decimals;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A BLEU score and what it is made of.
 *
 * @param value in [0, 100]
 * @param matches n-grams that a reference has, by order from 1 on; smoothed ones are not whole
 * @param totals n-grams, by order from 1 on
 * @param precisions in per cent, smoothed, by order from 1 on
 * @param brevityPenalty in [0, 1]
 * @param length words of the texts
 * @param referenceLength words of the references that are closest in length
 */
public record BleuScore(
    double value,
    List<Double> matches,
    List<Double> totals,
    List<Double> precisions,
    double brevityPenalty,
    int length,
    int referenceLength) {
  /** Copies the lists. */
  public BleuScore {
    matches = List.copyOf(matches);
    totals = List.copyOf(totals);
    precisions = List.copyOf(precisions);
  }

  /** What {@code sacrebleu} says behind the score. */
  public String details() {
    String parts =
        precisions.stream()
            .map(precision -> Decimals.fixed(precision, 1))
            .collect(Collectors.joining("/"));
    double ratio = referenceLength == 0 ? 0 : (double) length / referenceLength;
    return parts
        + " (BP = "
        + Decimals.fixed(brevityPenalty, 3)
        + " ratio = "
        + Decimals.fixed(ratio, 3)
        + " hyp_len = "
        + length
        + " ref_len = "
        + referenceLength
        + ")";
  }
}
