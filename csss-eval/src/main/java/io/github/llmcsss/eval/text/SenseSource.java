package io.github.llmcsss.eval.text;

import java.util.Set;

/** Says which meanings a word has, such as {@link WordNetSenses}. Thread-safe. */
@FunctionalInterface
public interface SenseSource {
  /** Keys of the meanings; two words with one in common are synonyms. */
  Set<String> senses(String word);
}
