package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.Citation;
import java.util.List;

/**
 * A product's name in an answer.
 *
 * @param first index of its first word
 * @param last index of its last word, inclusive
 * @param sources the documents that may be meant, the best first
 * @param citation of the first of them
 */
record Name(int first, int last, List<Source> sources, Citation citation) {}
