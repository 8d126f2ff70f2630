package io.github.llmcsss.api;

import java.util.List;
import java.util.Optional;

/**
 * The query that opens a session ({@code Q0} in the paper).
 *
 * @param text what the shopper types first
 * @param categories the path that it was made from; empty where it came from elsewhere
 * @param need what the shopper wants, where known
 */
public record SeedQuery(String text, List<String> categories, Optional<Need> need) {
  /** Copies the path and checks the text. */
  public SeedQuery {
    Checks.notBlank(text, "text");
    categories = List.copyOf(categories);
  }

  /** A query of which nothing but its words is known. */
  public static SeedQuery of(String text) {
    return new SeedQuery(text, List.of(), Optional.empty());
  }
}
