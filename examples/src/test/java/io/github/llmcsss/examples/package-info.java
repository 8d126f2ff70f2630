/** What a newcomer sees when something is wrong. */
@NullMarked
package io.github.llmcsss.examples;

import org.jspecify.annotations.NullMarked;
