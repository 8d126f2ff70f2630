/**
 * Evaluation. Measures of rankings are in {@link io.github.llmcsss.eval.retrieval}, those of texts
 * in {@link io.github.llmcsss.eval.text}; they agree with the reference tools to the last printed
 * digit. Tests of significance and agreement of raters are in {@link
 * io.github.llmcsss.eval.statistics}.
 */
@NullMarked
package io.github.llmcsss.eval;

import org.jspecify.annotations.NullMarked;
