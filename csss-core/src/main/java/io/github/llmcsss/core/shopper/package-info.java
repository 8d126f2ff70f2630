/**
 * Shoppers that behave like people: what a simulated shopper does at each turn, how it writes, and
 * when it loses patience.
 *
 * <p>Start with {@link io.github.llmcsss.core.shopper.MoveShoppers}. A shopper draws moves and
 * hints at them in the prompt; the words are the generator's. Tables of moves are estimated from
 * logs ({@link io.github.llmcsss.core.shopper.MoveEstimator}). Nothing needs closing.
 *
 * <pre>{@code
 * SessionSynthesizer.builder()
 *     .shoppers(MoveShoppers.builder().patience(3).typoRate(0.1).build());
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.shopper;

import org.jspecify.annotations.NullMarked;
