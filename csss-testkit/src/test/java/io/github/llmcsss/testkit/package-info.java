/** The contracts hold for honest implementations and catch planted faults. */
@NullMarked
package io.github.llmcsss.testkit;

import org.jspecify.annotations.NullMarked;
