package io.github.llmcsss.api;

/** Argument checks, written as "must hold" so that NaN fails them. */
final class Checks {
  private Checks() {}

  static void check(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }

  static String notBlank(String value, String name) {
    check(!value.isBlank(), name, "not blank", "\"" + value + "\"");
    return value;
  }
}
