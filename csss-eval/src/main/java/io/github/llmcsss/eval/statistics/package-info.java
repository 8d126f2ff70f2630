/**
 * Whether a difference is more than chance, how large it is, and how far people agree. Every random
 * draw has a seed, so that the same figures come out again.
 */
@NullMarked
package io.github.llmcsss.eval.statistics;

import org.jspecify.annotations.NullMarked;
