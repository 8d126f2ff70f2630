package io.github.llmcsss.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What made a result: written to {@code run.json}, and compared when a run is resumed.
 *
 * @param name what it is, such as {@code "OnnxGenerator"}
 * @param facts every setting, version and content hash that can change a result, sorted by name; no
 *     times, no paths, no thread counts
 */
public record Provenance(String name, Map<String, String> facts) {
  /** Copies the facts, sorted. */
  public Provenance {
    Checks.notBlank(name, "name");
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  /** The provenance of something of which no more than its class is known. */
  public static Provenance ofClass(Class<?> type) {
    // The name of a lambda's class differs from start to start.
    return new Provenance(type.isHidden() ? "lambda" : type.getName(), Map.of());
  }
}
