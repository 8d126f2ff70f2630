package io.github.llmcsss.core.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The category-path rule; described at {@link SeedQueries#fromCategories}. */
final class CategoryQuery {
  /** Digits belong to words; a hyphen parts them. */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  private static final Pattern JOINED = Pattern.compile("(?<=[\\p{L}\\p{N}])['\u2019](?=\\p{L})");

  /** Lucene's English stop words, which category names share. */
  private static final Set<String> STOP_WORDS =
      Set.of(
          "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is",
          "it", "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there",
          "these", "they", "this", "to", "was", "will", "with");

  private CategoryQuery() {}

  static Optional<String> of(List<String> path) {
    if (path.size() < 2) {
      return Optional.empty();
    }
    Deque<String> words = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    // From the end, so that of a word that is there twice the last one stays.
    for (int level = path.size() - 1; level >= 0; level--) {
      List<String> found = words(path.get(level));
      for (int i = found.size() - 1; i >= 0; i--) {
        String word = found.get(i);
        if (!STOP_WORDS.contains(word) && seen.add(singular(word))) {
          words.addFirst(word);
        }
      }
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
  }

  private static List<String> words(String level) {
    String joined = JOINED.matcher(level.toLowerCase(Locale.ROOT)).replaceAll("");
    return WORD.matcher(joined).results().map(MatchResult::group).toList();
  }

  /** Close enough to tell that "batteries" and "battery" are one word; never shown. */
  static String singular(String word) {
    int length = word.length();
    if (length > 4 && word.endsWith("ies")) {
      return word.substring(0, length - 3) + "y";
    }
    if (length > 4 && word.matches(".*(?:ss|x|ch|sh)es")) {
      return word.substring(0, length - 2);
    }
    boolean plural = length > 3 && word.endsWith("s") && !word.matches(".*(?:ss|us|is)");
    return plural ? word.substring(0, length - 1) : word;
  }
}
