package io.github.llmcsss.engine.djl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Signs that a model learns to please the reward and not the shopper. The first steps are compared
 * with the last ones, each {@code window} of them.
 *
 * @param window steps on each side; at least 1
 * @param shortest how much shorter answers may become while the reward rises, as a share of their
 *     length at the beginning; in [0, 1]
 * @param copying how much the share of an answer that stands in its prompt, in runs of four tokens,
 *     may rise; in [0, 1]
 * @param variety how far the share of distinct pairs of tokens may fall, as a share of what it was;
 *     in [0, 1]
 * @param divergence nats a token that the model may move from what it was; above 0
 * @param idle the share of groups whose answers all have the same reward, and so teach nothing; in
 *     [0, 1]
 */
public record Alarms(
    int window, double shortest, double copying, double variety, double divergence, double idle) {
  /** A rise of the reward that counts as one. */
  private static final double RISE = 0.02;

  /** Checks the ranges. */
  public Alarms {
    check(window >= 1, "window", "1 or more", window);
    share("shortest", shortest);
    share("copying", copying);
    share("variety", variety);
    share("idle", idle);
    check(divergence > 0, "divergence", "above 0", divergence);
  }

  /** Windows of ten steps. */
  public static Alarms standard() {
    return new Alarms(10, 0.5, 0.3, 0.6, 0.5, 0.9);
  }

  /** None that could go off. */
  public static Alarms off() {
    return new Alarms(Integer.MAX_VALUE / 4, 0, 1, 0, Double.MAX_VALUE, 1);
  }

  private static void share(String name, double value) {
    check(value >= 0 && value <= 1, name, "in [0, 1]", value);
  }

  private static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }

  /** What is wrong, in a sentence; empty where nothing is, or where it is too early to tell. */
  Optional<String> ring(List<RolloutMetrics> steps) {
    if (steps.size() < 2 * window) {
      return Optional.empty();
    }
    double rise = change(steps, RolloutMetrics::meanReward);
    double length = ratio(steps, RolloutMetrics::meanLength);
    if (rise > RISE && length < shortest) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the reward rose by %.3f while answers shrank to %.2f of their length",
              rise,
              length));
    }
    double copied = change(steps, RolloutMetrics::copied);
    if (copied > copying) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the share of answers that stands in their prompts rose by %.2f",
              copied));
    }
    double distinct = ratio(steps, RolloutMetrics::distinct2);
    if (distinct < variety) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the share of distinct pairs of tokens fell to %.2f of what it was",
              distinct));
    }
    double moved = mean(last(steps), RolloutMetrics::divergence);
    if (moved > divergence) {
      return Optional.of(
          String.format(Locale.ROOT, "the model moved %.2f nats a token from what it was", moved));
    }
    double still = mean(last(steps), RolloutMetrics::idleGroups);
    if (still > idle) {
      return Optional.of(
          String.format(
              Locale.ROOT, "in %.2f of the groups all answers had the same reward", still));
    }
    return Optional.empty();
  }

  private List<RolloutMetrics> last(List<RolloutMetrics> steps) {
    return steps.subList(steps.size() - window, steps.size());
  }

  private double change(List<RolloutMetrics> steps, ToDoubleFunction<RolloutMetrics> value) {
    return mean(last(steps), value) - mean(steps.subList(0, window), value);
  }

  private double ratio(List<RolloutMetrics> steps, ToDoubleFunction<RolloutMetrics> value) {
    return mean(last(steps), value) / Math.max(1e-9, mean(steps.subList(0, window), value));
  }

  private static double mean(List<RolloutMetrics> steps, ToDoubleFunction<RolloutMetrics> value) {
    return steps.stream().mapToDouble(value).average().orElse(0);
  }
}
