package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.UnsupportedClaim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds product names that no retrieved document supports. What looks like a name is
 *
 * <ul>
 *   <li>a run of words with capitals or digits, with {@code of}, {@code the}, {@code with} and the
 *       like inside, no punctuation inside, and two content words or more; opening words of a
 *       sentence that are no name are left out;
 *   <li>or {@code the}, some words and a price in brackets.
 * </ul>
 *
 * <p>It is supported if one document, retrieved now or earlier, has all its words, those that the
 * shopper said aside. It is not taken for a name at all if what remains unknown are common words.
 * What stands behind {@code by} is a maker or an author, not a product.
 */
final class InventedNames {
  private static final Set<String> LINKS =
      Set.of("of", "the", "with", "for", "in", "to", "on", "at", "de");
  private static final Set<String> DETERMINERS = Set.of("the", "our", "a", "an", "this");
  private static final Set<String> PART_OF = Set.of("by", "its", "it's", "their", "your");
  private static final int LONGEST_BEFORE_PRICE = 8;

  private final String text;
  private final List<Token> answer;
  private final List<Source> sources;
  private final List<Name> names;
  private final Conversation conversation;

  InventedNames(
      String text,
      List<Token> answer,
      List<Source> sources,
      List<Name> names,
      Conversation conversation) {
    this.text = text;
    this.answer = answer;
    this.sources = sources;
    this.names = names;
    this.conversation = conversation;
  }

  /** The unsupported names, in their order; they do not overlap. */
  List<UnsupportedClaim> find(List<Quantity> quantities) {
    List<UnsupportedClaim> found = new ArrayList<>();
    int at = 0;
    while (at < answer.size()) {
      int end = runEnd(at);
      if (end > at) {
        check(at, end, found);
      }
      at = Math.max(at + 1, end);
    }
    for (Quantity quantity : quantities) {
      if (quantity.money() && quantity.start() > 0 && text.charAt(quantity.start() - 1) == '(') {
        checkBefore(quantity.start() - 1, found);
      }
    }
    found.sort((a, b) -> Integer.compare(a.start(), b.start()));
    return found;
  }

  /** The end of the run of name-like words that begins here; {@code at} if none does. */
  private int runEnd(int at) {
    if (!nameLike(answer.get(at)) || !answer.get(at).capital()) {
      return at;
    }
    int end = at + 1;
    int next = end;
    while (next < answer.size() && answer.get(next).joined()) {
      Token token = answer.get(next);
      if (nameLike(token)) {
        end = next + 1;
      } else if (!LINKS.contains(token.lower()) || next - end >= 2) {
        break;
      }
      next++;
    }
    return end;
  }

  private static boolean nameLike(Token token) {
    return token.capital() || token.digit();
  }

  private void check(int from, int to, List<UnsupportedClaim> found) {
    int first = from;
    while (first < to && !startsName(first, to)) {
      first++;
    }
    int last = to;
    while (last > first && !answer.get(last - 1).content()) {
      last--;
    }
    List<Token> words =
        answer.subList(first, last).stream()
            .filter(token -> token.content() && nameLike(token))
            .toList();
    if (words.size() < 2 || words.stream().allMatch(InventedNames::isNumber)) {
      return;
    }
    Set<Integer> unknown = unknown(first, last);
    if (unknown.isEmpty()) {
      return;
    }
    boolean proper = unknown.stream().anyMatch(i -> isProper(answer.get(i)));
    boolean other = first > 0 && PART_OF.contains(answer.get(first - 1).lower());
    if (proper && !other) {
      claim(first, last, found);
    }
  }

  /**
   * At the start of a sentence every word has a capital: one that is common, or before {@code the},
   * is no name.
   */
  private boolean startsName(int at, int to) {
    Token token = answer.get(at);
    boolean beforeThe = at + 1 < to && answer.get(at + 1).lower().equals("the");
    return token.content() && !(token.opens() && (beforeThe || CommonWords.contains(token)));
  }

  private static boolean isProper(Token token) {
    return token.capital() && !CommonWords.contains(token);
  }

  private static boolean isNumber(Token token) {
    return token.lower().chars().allMatch(c -> !Character.isLetter(c));
  }

  /**
   * The words that the best fitting document does not have, nor the shopper has said; numbers are
   * held against the documents elsewhere.
   */
  private Set<Integer> unknown(int first, int last) {
    Set<Integer> asked = new HashSet<>();
    for (int i = first; i < last; i++) {
      Token token = answer.get(i);
      if (token.content()
          && !conversation.stems().contains(token.stem())
          && !CommonWords.isTechnical(token)
          && !isNumber(token)) {
        asked.add(i);
      }
    }
    Set<Integer> best = asked;
    for (List<Source> known : List.of(sources, conversation.earlier())) {
      for (Source source : known) {
        Set<Integer> left = new HashSet<>(asked);
        left.removeIf(i -> knows(source, i, first, last));
        best = left.size() < best.size() ? left : best;
      }
    }
    return best;
  }

  private boolean knows(Source source, int i, int first, int last) {
    Set<String> words = source.vocabulary();
    return words.contains(answer.get(i).stem())
        || (i + 1 < last && words.contains(answer.get(i).lower() + answer.get(i + 1).stem()))
        || (i > first && words.contains(answer.get(i - 1).lower() + answer.get(i).stem()));
  }

  /** {@code the cosy slippers ($20)}. */
  private void checkBefore(int bracket, List<UnsupportedClaim> found) {
    int last = -1;
    for (int i = 0; i < answer.size() && answer.get(i).end() <= bracket; i++) {
      last = i;
    }
    int first = last;
    while (first >= 0
        && last - first < LONGEST_BEFORE_PRICE
        && answer.get(first).joined()
        && !DETERMINERS.contains(answer.get(first).lower())) {
      first--;
    }
    if (first < 0 || !DETERMINERS.contains(answer.get(first).lower())) {
      return;
    }
    int start = first + 1;
    long words = answer.subList(start, last + 1).stream().filter(Token::content).count();
    if (words >= 2 && !unknown(start, last + 1).isEmpty()) {
      claim(start, last + 1, found);
    }
  }

  private void claim(int first, int last, List<UnsupportedClaim> found) {
    int start = answer.get(first).start();
    int end = answer.get(last - 1).end();
    for (Name name : names) {
      // A whole name whose neighbour merely opens the sentence, or of another sentence.
      if (name.first() <= first && name.last() >= last - 1) {
        return;
      }
    }
    if (found.stream().noneMatch(other -> other.start() < end && start < other.end())) {
      found.add(new UnsupportedClaim(start, end, ClaimKind.PRODUCT));
    }
  }
}
