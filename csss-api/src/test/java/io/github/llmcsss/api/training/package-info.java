/** Training types refuse what they cannot mean, and copy what they are given. */
@NullMarked
package io.github.llmcsss.api.training;

import org.jspecify.annotations.NullMarked;
