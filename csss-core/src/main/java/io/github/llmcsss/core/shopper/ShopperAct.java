package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.MoveLabel;
import java.util.Optional;

/**
 * What a shopper does with a turn.
 *
 * @param label goes with the turn; {@link io.github.llmcsss.api.Quirk#TYPO} has letters of the text
 *     mistyped, {@link io.github.llmcsss.api.Quirk#ZERO_RESULTS} the query misspelt
 * @param hint a sentence for whoever writes the turn, such as {@code "Next the shopper compares two
 *     products."}; empty to leave it to the writer
 * @param leaves whether the shopper leaves without another word, instead of all this
 */
public record ShopperAct(MoveLabel label, Optional<String> hint, boolean leaves) {}
