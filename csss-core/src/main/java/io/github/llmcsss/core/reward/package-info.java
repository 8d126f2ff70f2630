/**
 * Rewards of an answer, {@code R(S_t, D_t)} of [White 2025, Eq. 6].
 *
 * <p>Start with {@link io.github.llmcsss.core.reward.Rewards}. All of them are thread-safe; those
 * that are given an embedder or a generator do not close it. A reward of your own is one lambda:
 *
 * <pre>{@code
 * RewardFunction brief = input -> input.response().length() <= 200 ? 1 : 0;
 * RewardFunction both =
 *     Rewards.weightedSum(
 *         new WeightedReward(3, Rewards.keywordOverlap()), new WeightedReward(1, brief));
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.reward;

import org.jspecify.annotations.NullMarked;
