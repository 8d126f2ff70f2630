/**
 * How a session so far becomes the prompt of its next turn.
 *
 * <p>Start with {@link io.github.llmcsss.core.prompt.PromptLayout}. A layout of your own is two
 * methods over an immutable {@link io.github.llmcsss.core.prompt.SessionState}; nothing here holds
 * state or needs closing.
 *
 * <pre>{@code
 * PromptLayout layout = PromptLayout.instructed(new DocumentText(300, 3, "EUR "));
 * Prompt prompt = layout.userTurn(state);
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.prompt;

import org.jspecify.annotations.NullMarked;
