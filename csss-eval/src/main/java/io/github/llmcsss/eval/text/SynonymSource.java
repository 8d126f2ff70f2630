package io.github.llmcsss.eval.text;

import java.util.Set;

/** Says which words stand for a word, such as {@link WordNetSynonyms}. Thread-safe. */
@FunctionalInterface
public interface SynonymSource {
  /** The words; the given one need not be among them. */
  Set<String> synonyms(String word);
}
