/**
 * Examples as sequences of tokens in which nothing that they share stands twice. Internal: no API
 * for users.
 *
 * <p>Start with {@link io.github.llmcsss.engine.djl.packing.TokenTree}. Records are immutable, all
 * else is used by one thread.
 */
@NullMarked
package io.github.llmcsss.engine.djl.packing;

import org.jspecify.annotations.NullMarked;
