/**
 * Whether a session says only what it can know: what an answer takes from the documents retrieved
 * for it, what it states without support, and whether the shopper knows products it was never
 * shown. All mechanical, with offsets, and in time linear in the texts.
 *
 * <p>Start with {@link io.github.llmcsss.core.grounding.Grounding}; what becomes of a turn that
 * fails is a {@link io.github.llmcsss.core.grounding.GroundingPolicy}.
 *
 * <pre>{@code
 * Grounding found = Grounding.of(answer, documents, history, user);
 * for (UnsupportedClaim claim : found.unsupported()) {
 *   System.err.println(claim.kind() + ": " + answer.substring(claim.start(), claim.end()));
 * }
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.grounding;

import org.jspecify.annotations.NullMarked;
