package io.github.llmcsss.api;

/**
 * One message of a {@link Prompt}. The text is data: a generator tokenises it without special
 * tokens, so that {@code <|im_end|>} in a product title stays text.
 *
 * @param role who speaks
 * @param text what is said; may be empty
 */
public record Message(Role role, String text) {}
