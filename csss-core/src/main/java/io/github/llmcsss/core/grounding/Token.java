package io.github.llmcsss.core.grounding;

import io.github.llmcsss.core.internal.Words;

/**
 * A word of a text at its place.
 *
 * @param start where it starts
 * @param end where it ends, exclusive
 * @param lower in lower case
 * @param stem without the ending of a possessive or plural
 * @param capital whether its first letter is a capital
 * @param sentence index of the sentence in which it stands
 * @param opens whether a capital says nothing here, as at the start of a sentence
 * @param joined whether no punctuation parts it from the word before
 */
record Token(
    int start,
    int end,
    String lower,
    String stem,
    boolean capital,
    int sentence,
    boolean opens,
    boolean joined) {
  boolean content() {
    return Words.isContent(lower) && Words.isContent(stem);
  }

  boolean digit() {
    return lower.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  boolean overlaps(int from, int to) {
    return start < to && from < end;
  }
}
