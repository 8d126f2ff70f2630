package io.github.llmcsss.core.data;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.core.internal.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Short facts about a product by which a shopper could want it, without saying which one it is. */
final class NeedFacts {
  private static final int MAXIMUM_NAME = 30;
  private static final int MAXIMUM_VALUE = 40;
  private static final int MINIMUM_WORDS = 2;
  private static final int MAXIMUM_WORDS = 10;

  /** So many words of a title in a row give the product away. */
  private static final int TITLE_RUN = 3;

  /** Attributes that identify a product or that nobody asks for. */
  private static final Pattern NOT_ASKED_FOR =
      Pattern.compile(
          "brand|manufactur|model|number\\b|\\bname|title|isbn|asin|upc|ean\\b|gtin|sku|mpn|date"
              + "|publish|author|artist|director|producer|starring|rank|discontinued|url|warranty"
              + "|country|origin|batter|package|dimension|weight|series|label|edition|seller|hardcover|paperback|studio|spars|lexile|pages");

  private static final Pattern CLAUSE_END =
      Pattern.compile("[:;.!?,\\[\\](){}|\u2013\u2014\u3010\u3011]|\\s-+\\s");

  /** Ornaments at the start of a feature. */
  private static final Pattern ORNAMENT = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}\"%]+$");

  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+(?:-[\\p{L}\\p{N}]+)*");

  private final Document product;
  private final List<String> title;
  private final Set<String> brand;
  private final Set<String> models;

  private NeedFacts(Document product) {
    this.product = product;
    this.title = stems(product.title());
    this.brand = Words.contentStems(product.brand());
    this.models = models(product.title());
  }

  /** Facts in a fixed order, each once: attributes, then features. */
  static List<String> of(Document product) {
    NeedFacts facts = new NeedFacts(product);
    List<String> found = new ArrayList<>();
    product.attributes().forEach((name, value) -> facts.addAttribute(name, value, found));
    product.features().forEach(feature -> facts.addFeature(feature, found));
    return found.stream().distinct().toList();
  }

  private void addAttribute(String name, String value, List<String> found) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean wanted =
        name.length() <= MAXIMUM_NAME
            && value.length() <= MAXIMUM_VALUE
            && !NOT_ASKED_FOR.matcher(lower).find()
            && givesNothingAway(value);
    if (wanted) {
      found.add(lower + ": " + value);
    }
  }

  private void addFeature(String feature, List<String> found) {
    for (String clause : CLAUSE_END.split(feature, 3)) {
      String phrase = ORNAMENT.matcher(clause.strip()).replaceAll("");
      int words = Words.of(phrase).size();
      if (words >= MINIMUM_WORDS && words <= MAXIMUM_WORDS) {
        if (givesNothingAway(phrase)) {
          found.add(lowerCase(phrase));
        }
        return;
      }
    }
  }

  private boolean givesNothingAway(String fact) {
    if (fact.toLowerCase(Locale.ROOT).contains(product.id().toLowerCase(Locale.ROOT))) {
      return false;
    }
    List<String> words = stems(fact);
    if (words.isEmpty() || words.stream().anyMatch(brand::contains) || !disjoint(fact, models)) {
      return false;
    }
    for (int start = 0; start < title.size(); start++) {
      int run = Math.min(TITLE_RUN, title.size());
      int end = start + run;
      if (end <= title.size() && contains(words, title.subList(start, end))) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(List<String> words, List<String> run) {
    return Collections.indexOfSubList(words, run) >= 0;
  }

  private static boolean disjoint(String fact, Set<String> models) {
    return Collections.disjoint(models(fact), models);
  }

  /** Tokens such as G9-792 or WH1000XM4. */
  private static Set<String> models(String text) {
    Set<String> models = new HashSet<>();
    Matcher token = TOKEN.matcher(text.toLowerCase(Locale.ROOT));
    while (token.find()) {
      String word = token.group();
      if (word.length() >= 4
          && word.chars().anyMatch(Character::isDigit)
          && word.chars().anyMatch(Character::isLetter)) {
        models.add(word);
      }
    }
    return models;
  }

  private static List<String> stems(String text) {
    return Words.of(text).stream().map(Words::stem).toList();
  }

  /** "PREMIUM Glass" in a sentence: "premium glass"; "LED" stays. */
  static String lowerCase(String phrase) {
    boolean shouted = phrase.equals(phrase.toUpperCase(Locale.ROOT));
    StringBuilder text = new StringBuilder();
    for (String word : phrase.split(" ", -1)) {
      boolean acronym = word.length() <= 3 && word.equals(word.toUpperCase(Locale.ROOT));
      text.append(text.isEmpty() ? "" : " ");
      text.append(!shouted && acronym ? word : word.toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
