package io.github.llmcsss.core.run;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.core.internal.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What became of the sessions of a run. {@code asked} is the sum of {@code finished}, {@code
 * rejected} and {@code failed}; the other figures but the tokens are over finished sessions.
 *
 * @param asked sessions begun and decided
 * @param finished sessions written
 * @param rejected made, but not good enough: how many by reason
 * @param failed could not be made: how many by reason
 * @param endReasons why the finished ones ended
 * @param turns user utterances with or without an answer, the seed query included
 * @param answers turns with an answer
 * @param answersNamingProduct answers in which a distinctive part of the title of a product
 *     retrieved for that turn stands word for word: a run of three words (two at the start of the
 *     title) with a content word that is neither in the query nor in another retrieved title
 * @param grounding how well the answers are supported by what was retrieved for them
 * @param rewardSum over all answers
 * @param promptTokens of all requests, those of rejected sessions and unused candidates included
 * @param generatedTokens likewise
 */
public record RunCounts(
    long asked,
    long finished,
    Map<String, Long> rejected,
    Map<String, Long> failed,
    Map<EndReason, Long> endReasons,
    long turns,
    long answers,
    long answersNamingProduct,
    GroundingCounts grounding,
    double rewardSum,
    long promptTokens,
    long generatedTokens) {
  /** Copies the maps, sorted; checks that the funnel adds up. */
  public RunCounts {
    Objects.requireNonNull(grounding, "grounding");
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    failed = Collections.unmodifiableMap(new TreeMap<>(failed));
    endReasons = Collections.unmodifiableMap(new TreeMap<>(endReasons));
    long decided = finished + sum(rejected) + sum(failed);
    Require.that(asked == decided, "asked", "the sum of the funnel, " + decided, asked);
  }

  /** How many were rejected, for any reason. */
  public long rejectedInAll() {
    return sum(rejected);
  }

  /** How many failed, for any reason. */
  public long failedInAll() {
    return sum(failed);
  }

  /** Mean number of turns of a finished session; NaN without any. */
  public double meanTurns() {
    return ratio((double) turns, finished);
  }

  /** Mean reward of an answer; NaN without any. */
  public double meanReward() {
    return ratio(rewardSum, answers);
  }

  /** Share of the answers that name a retrieved product; NaN without any. */
  public double shareNamingProduct() {
    return ratio((double) answersNamingProduct, answers);
  }

  /** Share of the sessions asked for that were rejected for this reason; NaN if none was asked. */
  public double shareRejected(String reason) {
    return ratio((double) rejected.getOrDefault(reason, 0L), asked);
  }

  /** The figures by name, as {@code run.json} shows them. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("asked", asked);
    figures.put("finished", finished);
    figures.put("rejected", rejected);
    figures.put("failed", failed);
    figures.put("endReasons", endReasons);
    figures.put("turns", turns);
    figures.put("answers", answers);
    figures.put("answersNamingProduct", answersNamingProduct);
    figures.put("grounding", grounding);
    figures.put("rewardSum", rewardSum);
    figures.put("promptTokens", promptTokens);
    figures.put("generatedTokens", generatedTokens);
    return figures;
  }

  private static double ratio(double part, long whole) {
    return whole == 0 ? Double.NaN : part / whole;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
