/**
 * Helpers that the packages of this module share. Not API: anything here may change without notice.
 */
@NullMarked
package io.github.llmcsss.core.internal;

import org.jspecify.annotations.NullMarked;
