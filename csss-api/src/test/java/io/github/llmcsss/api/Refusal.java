package io.github.llmcsss.api;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Asserts what a refused argument is told. */
public final class Refusal {
  private Refusal() {}

  /** The message must name the parameter, the rule's verb and the value. */
  public static void assertRefused(String name, Object value, Executable making) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, making).getMessage());
    assertTrue(message.startsWith(name + " must be "), message);
    assertTrue(message.endsWith(", but was " + value), message);
  }
}
