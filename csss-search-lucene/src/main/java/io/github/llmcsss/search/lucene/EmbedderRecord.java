package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.Provenance;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The provenance of an embedder as entries of a map of strings, and back. */
final class EmbedderRecord {
  private static final String NAME = "embedder";
  private static final String FACT = "embedder.";

  private EmbedderRecord() {}

  static Map<String, String> facts(Provenance provenance) {
    Map<String, String> facts = new TreeMap<>();
    facts.put(NAME, provenance.name());
    provenance.facts().forEach((name, value) -> facts.put(FACT + name, value));
    return facts;
  }

  static Optional<Provenance> read(Map<String, String> entries) {
    String name = entries.get(NAME);
    if (name == null) {
      return Optional.empty();
    }
    Map<String, String> facts = new TreeMap<>();
    entries.forEach((key, value) -> {
      if (key.startsWith(FACT)) {
        facts.put(key.substring(FACT.length()), value);
      }
    });
    return Optional.of(new Provenance(name, facts));
  }
}
