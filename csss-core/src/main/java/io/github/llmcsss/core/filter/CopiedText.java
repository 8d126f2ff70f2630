package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses a text that takes over many words in a row, word for word: from a retrieved product's
 * features, description or attributes ({@code "copied-document"}), from the shopper's need ({@code
 * "copied-need"}), or from texts that must not come out again, such as reviews ({@code
 * "copied-text"}). Case and punctuation do not count; titles and brands may be said, and seed
 * queries may come from where they like.
 *
 * <p>What is read back from a run has no features or descriptions, so only the synthesizer can ask
 * about those. Supplied texts take 8 bytes a word.
 */
public final class CopiedText implements TurnFilter {
  /** {@value} words in a row from a document or the need are too many. */
  public static final int DEFAULT_SESSION_WORDS = 25;

  /** {@value} words in a row from a supplied text are too many. */
  public static final int DEFAULT_SUPPLIED_WORDS = 8;

  private final int sessionWords;
  private final int suppliedWords;
  private final WordRunIndex supplied;

  private CopiedText(int sessionWords, int suppliedWords, WordRunIndex supplied) {
    this.sessionWords = sessionWords;
    this.suppliedWords = suppliedWords;
    this.supplied = supplied;
  }

  /** {@value #DEFAULT_SESSION_WORDS} words from the session's own sources, nothing supplied. */
  public static CopiedText standard() {
    return within(DEFAULT_SESSION_WORDS);
  }

  /**
   * From the session's own sources alone.
   *
   * @param words so many in a row are too many; 2 or more
   */
  public static CopiedText within(int words) {
    return with(words, DEFAULT_SUPPLIED_WORDS, List.of());
  }

  /**
   * From the session's own sources and from texts of yours.
   *
   * @param words so many in a row from the session's own sources are too many; 2 or more
   * @param suppliedWords so many in a row from one of the texts are too many; 2 or more
   * @param texts are read once, here
   */
  public static CopiedText with(int words, int suppliedWords, Iterable<String> texts) {
    Require.that(words >= 2, "words", "2 or more", words);
    Require.that(suppliedWords >= 2, "suppliedWords", "2 or more", suppliedWords);
    return new CopiedText(words, suppliedWords, WordRunIndex.of(texts, suppliedWords));
  }

  @Override
  public String name() {
    return "copied-text";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    if (utterance.opening()) {
      return Optional.empty();
    }
    List<String> words = Words.of(utterance.text());
    return fromSupplied(words)
        .or(() -> fromNeed(words, utterance))
        .or(() -> fromDocuments(words, utterance.documents()));
  }

  private Optional<Finding> fromSupplied(List<String> words) {
    return WordRuns.of(words, suppliedWords).stream()
        .filter(supplied::contains)
        .findFirst()
        .map(run -> finding("copied-text", run));
  }

  private Optional<Finding> fromNeed(List<String> words, Utterance utterance) {
    return utterance
        .need()
        .flatMap(need -> common(WordRuns.of(words, sessionWords), need.description()))
        .map(run -> finding("copied-need", run));
  }

  private Optional<Finding> fromDocuments(List<String> words, List<Document> documents) {
    if (words.size() < sessionWords) {
      return Optional.empty();
    }
    List<List<String>> runs = new ArrayList<>(WordRuns.of(words, sessionWords));
    for (Document document : documents) {
      Set<List<String>> title = runs(document.brand() + " " + document.title());
      runs.removeIf(title::contains);
    }
    for (Document document : documents) {
      List<String> sources = new ArrayList<>(document.features());
      sources.add(document.description());
      sources.addAll(document.attributes().values());
      for (String source : sources) {
        Optional<List<String>> copied = common(runs, source);
        if (copied.isPresent()) {
          return copied.map(run -> finding("copied-document", run));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<List<String>> common(List<List<String>> runs, String source) {
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    Set<List<String>> known = runs(source);
    return runs.stream().filter(known::contains).findFirst();
  }

  private Set<List<String>> runs(String source) {
    return new HashSet<>(WordRuns.of(Words.of(source), sessionWords));
  }

  private static Finding finding(String reason, List<String> run) {
    return new Finding(reason, String.join(" ", run));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        name(),
        Map.of(
            "words", String.valueOf(sessionWords),
            "suppliedWords", String.valueOf(suppliedWords),
            "supplied", supplied.fingerprint()));
  }
}
