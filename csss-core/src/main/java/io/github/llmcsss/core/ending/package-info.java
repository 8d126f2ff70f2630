/**
 * Reads from the shopper's words why a session ends: {@link
 * io.github.llmcsss.core.ending.ShopperEndings}.
 *
 * <pre>{@code
 * SessionSynthesizer.builder().ending(ShopperEndings.ENGLISH);
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.ending;

import org.jspecify.annotations.NullMarked;
