/**
 * How the query of a turn is made from the session so far.
 *
 * <p>Start with {@link io.github.llmcsss.core.query.QueryReformulation}; a strategy of your own is
 * one method:
 *
 * <pre>{@code
 * QueryReformulation lastWords = (session, user, writer) -> user;
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.query;

import org.jspecify.annotations.NullMarked;
