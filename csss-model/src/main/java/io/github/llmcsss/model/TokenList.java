package io.github.llmcsss.model;

import java.util.Arrays;

/** A growing array of tokens. */
final class TokenList {
  private int[] tokens = new int[256];
  private int size;

  void add(int token) {
    ensure(1);
    tokens[size++] = token;
  }

  void addAll(int[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, tokens, size, more.length);
    size += more.length;
  }

  int size() {
    return size;
  }

  int[] toArray() {
    return Arrays.copyOf(tokens, size);
  }

  private void ensure(int more) {
    if (size + more > tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(size + more, 2 * tokens.length));
    }
  }
}
