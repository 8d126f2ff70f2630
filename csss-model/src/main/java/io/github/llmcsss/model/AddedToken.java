package io.github.llmcsss.model;

/**
 * A token that is matched as a whole, outside the subword model.
 *
 * @param special whether it is a control token: it has no text
 * @param stripLeft whether it swallows the white space before it
 * @param stripRight whether it swallows the white space after it
 */
record AddedToken(int id, String content, boolean special, boolean stripLeft, boolean stripRight) {}
