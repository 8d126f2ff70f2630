/**
 * Measures of texts against references, as {@code sacrebleu}, {@code rouge-score} and {@code nltk}
 * compute them, and of how varied texts are. Start with {@link io.github.llmcsss.eval.text.Bleu}:
 *
 * <pre>{@code
 * BleuScore score = Bleu.standard().corpus(answers, List.of(references));
 * System.out.println(score.value());
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.eval.text;

import org.jspecify.annotations.NullMarked;
