package io.github.llmcsss.api;

import java.util.Set;

/**
 * What a shopper wants.
 *
 * @param description in words
 * @param targets ids of the products that satisfy it; empty where none is known
 */
public record Need(String description, Set<String> targets) {
  /** Copies the set. */
  public Need {
    Checks.notBlank(description, "description");
    targets = Set.copyOf(targets);
  }
}
