/**
 * Programs that measure the library: each is a {@code main} that prints a table and names what it
 * was run on.
 */
@NullMarked
package io.github.llmcsss.benchmarks;

import org.jspecify.annotations.NullMarked;
