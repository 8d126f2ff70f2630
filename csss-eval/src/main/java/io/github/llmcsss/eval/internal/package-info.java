/** What the packages of this module share; not for users, and changed without notice. */
@NullMarked
package io.github.llmcsss.eval.internal;

import org.jspecify.annotations.NullMarked;
