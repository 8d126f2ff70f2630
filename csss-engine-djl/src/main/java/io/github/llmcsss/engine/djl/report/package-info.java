/** The page on which a training is looked at. */
@NullMarked
package io.github.llmcsss.engine.djl.report;

import org.jspecify.annotations.NullMarked;
