package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows what a simulated shopper can know, and tells where it says more: the id of a product, or
 * the name of one that was retrieved and not mentioned to it.
 *
 * <p>A shopper knows the words of its seed query, of its need, of the answers, and its own where
 * they do not leak. It leaks
 *
 * <ul>
 *   <li>an id of the need's targets, or of a document retrieved before, that no text it knows has;
 *       ids of fewer than five characters, or without a digit, are not looked for, as words and
 *       numbers may look the same;
 *   <li>a name of a document retrieved before: three or more words of its title side by side, or
 *       from its first word on with others left out, of which two it does not know, one beside the
 *       brand; or a type number such as {@code WH-1000} that it does not know.
 * </ul>
 *
 * <p>A brand or a kind of product alone is no leak: shoppers know such words. Titles of targets
 * that no search of the session has found cannot be looked for. Not thread-safe.
 */
public final class LeakageGuard {
  private static final int SHORTEST_ID = 5;
  private static final int SHORTEST_TYPE_NUMBER = 4;
  private static final int NAME = 3;
  private static final int UNKNOWN = 2;

  private final Set<String> known = new HashSet<>();
  private final Set<String> targets;
  private final StringBuilder heard = new StringBuilder();
  private final Map<String, Source> hidden = new LinkedHashMap<>();

  /** A shopper who knows its seed query and its need. */
  public LeakageGuard(SeedQuery seed, Optional<Need> need) {
    hear(seed.text());
    seed.categories().forEach(this::hear);
    need.ifPresent(one -> hear(one.description()));
    this.targets = need.map(Need::targets).orElse(Set.of());
  }

  /** A shopper after some turns. */
  public static LeakageGuard after(SeedQuery seed, Optional<Need> need, List<Turn> turns) {
    LeakageGuard guard = new LeakageGuard(seed, need);
    turns.forEach(guard::add);
    return guard;
  }

  /** These products may not be named either; such as those in the examples of a prompt. */
  public LeakageGuard hiding(List<Document> products) {
    products.forEach(this::hide);
    return this;
  }

  /**
   * Lets the shopper say this and hear the answer. What {@linkplain Turn#leaks leaks} does not
   * become known by being said.
   */
  public void add(Turn turn) {
    if (!turn.leaks()) {
      hear(turn.user());
    }
    turn.response().ifPresent(this::hear);
  }

  private void hear(SystemResponse answer) {
    hear(answer.text());
    answer.documents().forEach(found -> hide(found.document()));
  }

  private void hide(Document document) {
    hidden.computeIfAbsent(document.id(), id -> new Source(document));
  }

  /** Whether an utterance, said now, would say what the shopper cannot know. */
  public boolean leaks(String utterance) {
    String text = utterance.substring(0, Math.min(utterance.length(), Source.LONGEST_FIELD));
    String lower = text.toLowerCase(Locale.ROOT);
    for (String id : targets) {
      if (leaksId(lower, id)) {
        return true;
      }
    }
    List<Token> words = Tokens.of(text);
    for (Source source : hidden.values()) {
      if (leaksId(lower, source.id()) || leaksName(words, source)) {
        return true;
      }
    }
    return false;
  }

  private void hear(String text) {
    Tokens.of(text).forEach(token -> known.add(token.stem()));
    heard.append(text.toLowerCase(Locale.ROOT)).append('\n');
  }

  private boolean leaksId(String utterance, String id) {
    boolean telling = id.length() >= SHORTEST_ID && id.chars().anyMatch(Character::isDigit);
    String lower = id.toLowerCase(Locale.ROOT);
    return telling && contains(utterance, lower) && !contains(heard.toString(), lower);
  }

  /** Whether an id stands in a text, not as a part of something longer. */
  private static boolean contains(String text, String id) {
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      int end = at + id.length();
      boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (starts && ends) {
        return true;
      }
    }
    return false;
  }

  private boolean leaksName(List<Token> words, Source source) {
    TitleRuns runs = TitleRuns.of(words, source.title());
    for (int i = 0; i < words.size(); i++) {
      if (leaksTypeNumber(words, i, source)
          || leaksRun(words, i, runs.length(i), source)
          || leaksRun(words, i, NameFinder.fromTheStart(words, i, source), source)) {
        return true;
      }
    }
    return false;
  }

  private boolean leaksRun(List<Token> words, int first, int length, Source source) {
    if (length < Math.min(NAME, source.title().size())) {
      return false;
    }
    int unknown = 0;
    boolean besideBrand = false;
    for (Token word : words.subList(first, first + length)) {
      if (word.content() && !known.contains(word.stem())) {
        unknown++;
        besideBrand |= !source.brand().contains(word.stem());
      }
    }
    return unknown >= UNKNOWN && besideBrand;
  }

  /** {@code TK87X} or {@code TK-87X}. */
  private boolean leaksTypeNumber(List<Token> words, int at, Source source) {
    Token word = words.get(at);
    if (!word.digit()
        || known.contains(word.stem())
        || !source.titleStems().contains(word.stem())) {
      return false;
    }
    int length = word.lower().length();
    if (Character.isLetter(word.lower().charAt(0))) {
      return length >= SHORTEST_TYPE_NUMBER;
    }
    Token before = at > 0 ? words.get(at - 1) : word;
    boolean attached = before.end() == word.start() - 1 && word.joined() && !before.digit();
    return attached
        && length + before.lower().length() >= SHORTEST_TYPE_NUMBER
        && source.titleStems().contains(before.stem());
  }
}
