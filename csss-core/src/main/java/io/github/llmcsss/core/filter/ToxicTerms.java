package io.github.llmcsss.core.filter;

import com.google.common.hash.Hashing;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.core.internal.Require;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses a text with a term of a list of yours: {@code "toxic-term"}. A term is a word or several
 * in a row, and is found only as whole words; case (of any script), compatibility forms such as
 * full-width letters, and what stands between the words do not count.
 */
public final class ToxicTerms implements TurnFilter {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]++");

  /** Terms by their first word. */
  private final Map<String, List<List<String>>> terms;

  private final String fingerprint;

  private ToxicTerms(Collection<String> list) {
    this.terms = new HashMap<>();
    TreeSet<String> sorted = new TreeSet<>();
    for (String term : list) {
      List<String> words = words(term);
      Require.that(!words.isEmpty(), "terms", "words", "\"" + term + "\"");
      if (sorted.add(String.join(" ", words))) {
        terms.computeIfAbsent(words.getFirst(), first -> new ArrayList<>()).add(words);
      }
    }
    this.fingerprint =
        Hashing.sha256().hashString(String.join("\n", sorted), StandardCharsets.UTF_8).toString();
  }

  /**
   * A filter for these terms.
   *
   * @param terms each with at least one letter or digit
   */
  public static ToxicTerms of(Collection<String> terms) {
    return new ToxicTerms(terms);
  }

  /**
   * A filter for the terms of a file: UTF-8, one a line; empty lines, and lines that begin with
   * {@code #}, do not count.
   *
   * @throws IOException if the file cannot be read, or a line has no word: {@code <file>:<line>:
   *     <problem>}
   */
  public static ToxicTerms read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> list = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String term = lines.get(i).strip();
      if (term.isEmpty() || term.startsWith("#")) {
        continue;
      }
      if (words(term).isEmpty()) {
        throw new IOException(file + ":" + (i + 1) + ": no word: " + term);
      }
      list.add(term);
    }
    return new ToxicTerms(list);
  }

  @Override
  public String name() {
    return "toxic-terms";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    List<String> words = words(utterance.text());
    for (int i = 0; i < words.size(); i++) {
      for (List<String> term : terms.getOrDefault(words.get(i), List.of())) {
        int end = i + term.size();
        if (end <= words.size() && words.subList(i, end).equals(term)) {
          return Optional.of(new Finding("toxic-term", String.join(" ", term)));
        }
      }
    }
    return Optional.empty();
  }

  /** Folded as Unicode folds case in full: by way of capitals, in which sharp s is two letters. */
  private static List<String> words(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String folded = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(Normalizer.normalize(folded, Normalizer.Form.NFKC));
    while (matcher.find()) {
      // A final sigma is a sigma.
      words.add(matcher.group().replace('\u03c2', '\u03c3'));
    }
    return words;
  }

  @Override
  public Provenance provenance() {
    return new Provenance(name(), Map.of("sha256", fingerprint));
  }
}
