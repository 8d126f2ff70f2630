/**
 * Programs to run and to copy from. Start with {@link io.github.llmcsss.examples.Quickstart}.
 *
 * <p>After a build, {@code examples/run NAME ARGUMENTS} starts any of them.
 */
@NullMarked
package io.github.llmcsss.examples;

import org.jspecify.annotations.NullMarked;
