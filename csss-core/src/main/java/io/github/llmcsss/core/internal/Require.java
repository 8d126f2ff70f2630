package io.github.llmcsss.core.internal;

/** Argument checks, written as "must hold" so that NaN fails them. */
public final class Require {
  private Require() {}

  /**
   * Checks an argument.
   *
   * @param holds whether it is as it must be
   * @param name of the argument
   * @param rule what it must be
   * @param value what it is
   * @throws IllegalArgumentException {@code <name> must be <rule>, but was <value>}
   */
  public static void that(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", but was " + value);
    }
  }
}
