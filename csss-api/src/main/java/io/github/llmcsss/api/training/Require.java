package io.github.llmcsss.api.training;

/** Argument checks, written as "must hold" so that NaN fails them. */
final class Require {
  private Require() {}

  static void that(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }
}
