/**
 * What is not good enough to be kept, and why.
 *
 * <p>Start with {@link io.github.llmcsss.core.filter.Filters}. A filter that looks at one text at a
 * time ({@link io.github.llmcsss.core.filter.TurnFilter}) has the text written anew; one that looks
 * at a session ({@link io.github.llmcsss.core.filter.SessionFilter}) or at a session among those
 * before it ({@link io.github.llmcsss.core.filter.RunFilter}) rejects it. Nothing needs closing.
 *
 * <pre>{@code
 * SessionSynthesizer.builder()
 *     .filters(
 *         Filters.standardAnd(
 *             SessionLanguage.of("eng"),
 *             ToxicTerms.read(Path.of("terms.txt")),
 *             SessionFilter.of(
 *                 "our-shop",
 *                 session ->
 *                     session.turns().size() == 3
 *                         ? Optional.of(Finding.of("three-turns"))
 *                         : Optional.empty())));
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.filter;

import org.jspecify.annotations.NullMarked;
