package io.github.llmcsss.api;

/**
 * Scores an answer, {@code R(S_t, D_t)} of [White 2025, Eq. 6]. Implementations are thread-safe and
 * depend on nothing but their input.
 */
@FunctionalInterface
public interface RewardFunction {
  /**
   * The reward of one answer.
   *
   * @return in [0, 1]; anything else, NaN included, is refused by whoever asked
   */
  double reward(RewardInput input);

  /** What shapes the reward. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }
}
