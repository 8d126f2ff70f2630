package io.github.llmcsss.eval.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts of n-grams. */
final class NGrams {
  private NGrams() {}

  /** Of words; an n-gram is its words with a blank between, as no word has one. */
  static Map<String, Integer> ofWords(List<String> words, int order) {
    Map<String, Integer> counts = HashMap.newHashMap(Math.max(0, words.size() - order + 1));
    for (int i = 0; i + order <= words.size(); i++) {
      counts.merge(
          order == 1 ? words.get(i) : String.join(" ", words.subList(i, i + order)),
          1,
          Integer::sum);
    }
    return counts;
  }

  /** Of characters, that is Unicode code points. */
  static Map<String, Integer> ofCharacters(String text, int[] starts, int order) {
    Map<String, Integer> counts = HashMap.newHashMap(starts.length);
    for (int i = 0; i + order < starts.length; i++) {
      counts.merge(text.substring(starts[i], starts[i + order]), 1, Integer::sum);
    }
    return counts;
  }

  /** Where each code point starts, and the end. */
  static int[] starts(String text) {
    int[] starts = new int[text.codePointCount(0, text.length()) + 1];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = at;
      at = i + 1 < starts.length ? at + Character.charCount(text.codePointAt(at)) : at;
    }
    return starts;
  }

  static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many are in both, each as often as in the one that has fewer. */
  static int common(Map<String, Integer> a, Map<String, Integer> b) {
    int common = 0;
    for (Map.Entry<String, Integer> entry : a.entrySet()) {
      common += Math.min(entry.getValue(), b.getOrDefault(entry.getKey(), 0));
    }
    return common;
  }
}
