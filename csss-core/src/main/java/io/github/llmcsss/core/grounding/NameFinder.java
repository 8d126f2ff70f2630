package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.DocumentField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds names of retrieved products. A name is a stretch of neighbouring words of an answer that
 *
 * <ul>
 *   <li>begins with the title's first word or with the brand, and goes on with words of the title
 *       in their order, some of which may be left out ({@code Novara Backpack} for {@code Novara
 *       Trail 30L Hiking Backpack, Blue}); or
 *   <li>is three or more content words that are neighbours in the title, two of them with a
 *       capital.
 * </ul>
 *
 * <p>It has two content words, or is the whole title; and where it does not begin with the brand,
 * it has a capital that a sentence does not ask for. The longest such stretch counts, of equal ones
 * that with the fewest words left out, then that of the better rank.
 */
final class NameFinder {
  private static final int RUN = 3;

  /**
   * A stretch from one word of the answer on: so many words of the brand, then those at these
   * places of the title.
   */
  private record Match(Source source, int brand, List<Integer> places) {
    int words() {
      return brand + places.size();
    }

    int titleFirst() {
      return places.getFirst();
    }

    int titleLast() {
      return places.getLast();
    }

    int leftOut() {
      return titleLast() - titleFirst() + 1 - places.size();
    }

    Match withoutLast() {
      return new Match(source, brand, places.subList(0, places.size() - 1));
    }
  }

  private final List<Token> answer;
  private final List<Source> sources;
  private final Map<String, Integer> titlesWith = new HashMap<>();

  private NameFinder(List<Token> answer, List<Source> sources) {
    this.answer = answer;
    this.sources = sources;
    for (Source source : sources) {
      source.titleStems().forEach(stem -> titlesWith.merge(stem, 1, Integer::sum));
    }
  }

  /** The names in an answer, which do not overlap, in their order. */
  static List<Name> find(List<Token> answer, List<Source> sources) {
    return new NameFinder(answer, sources).find();
  }

  private List<Name> find() {
    List<TitleRuns> runs = sources.stream().map(one -> TitleRuns.of(answer, one.title())).toList();
    List<Name> names = new ArrayList<>();
    int at = 0;
    while (at < answer.size()) {
      List<Match> best = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        Source source = sources.get(i);
        consider(best, at, anchored(at, source, 0));
        consider(best, at, branded(at, source));
        TitleRuns run = runs.get(i);
        int first = run.start(at);
        List<Integer> places = IntStream.range(first, first + run.length(at)).boxed().toList();
        consider(best, at, new Match(source, 0, places));
      }
      if (best.isEmpty()) {
        at++;
      } else {
        names.add(name(at, best));
        at += best.getFirst().words();
      }
    }
    return names;
  }

  /** Keeps the longest matches, all of the same length, the best first. */
  private void consider(List<Match> best, int at, Match found) {
    Match match = found;
    // A name does not end with "and", unless the title does.
    while (!match.places().isEmpty()
        && match.titleLast() < match.source().title().size() - 1
        && !answer.get(at + match.words() - 1).content()) {
      match = match.withoutLast();
    }
    // A brand by itself is none.
    if (match.places().isEmpty() || !isName(at, match)) {
      return;
    }
    if (!best.isEmpty() && match.words() > best.getFirst().words()) {
      best.clear();
    }
    if (best.isEmpty()) {
      best.add(match);
    } else if (match.words() == best.getFirst().words()) {
      best.add(match.leftOut() < best.getFirst().leftOut() ? 0 : best.size(), match);
    }
  }

  /** How many words from one on are words of a title in their order, the first word first. */
  static int fromTheStart(List<Token> text, int at, Source source) {
    return new NameFinder(text, List.of()).anchored(at, source, 0).words();
  }

  private Match anchored(int at, Source source, int titleFrom) {
    List<Token> title = source.title();
    List<Integer> places = new ArrayList<>();
    for (int i = titleFrom; i < title.size() && at + places.size() < answer.size(); i++) {
      Token word = answer.get(at + places.size());
      boolean follows =
          places.isEmpty() || i == places.getLast() + 1 || (word.joined() && word.content());
      if (follows && title.get(i).stem().equals(word.stem())) {
        places.add(i);
      } else if (places.isEmpty()) {
        break;
      }
    }
    return new Match(source, 0, places);
  }

  /** Brand first, where the title has it elsewhere or not at all. */
  private Match branded(int at, Source source) {
    int brand = source.brand().size();
    Match none = new Match(source, 0, List.of());
    for (int i = 0; i < brand; i++) {
      if (at + i >= answer.size() || !answer.get(at + i).stem().equals(source.brand().get(i))) {
        return none;
      }
    }
    if (brand == 0
        || beginsWithBrand(source)
        || at + brand >= answer.size()
        || !answer.get(at + brand).joined()) {
      return none;
    }
    String next = answer.get(at + brand).stem();
    List<Token> title = source.title();
    for (int i = 0; i < title.size(); i++) {
      if (title.get(i).stem().equals(next)) {
        return new Match(source, brand, anchored(at + brand, source, i).places());
      }
    }
    return none;
  }

  private boolean isName(int at, Match match) {
    int content = 0;
    int capitals = 0;
    boolean telling = false;
    for (int i = at; i < at + match.words(); i++) {
      Token token = answer.get(i);
      content += token.content() ? 1 : 0;
      capitals += token.capital() && !token.opens() && token.content() ? 1 : 0;
      telling |= token.content() && titlesWith.getOrDefault(token.stem(), 0) == 1;
    }
    int size = match.source().title().size();
    boolean whole = match.words() == size && match.brand() == 0;
    boolean begins = match.titleFirst() == 0 || match.brand() > 0;
    boolean brandFirst = match.brand() > 0 || (begins && beginsWithBrand(match.source()));
    if (whole && content >= 1) {
      return size >= 2 || capitals > 0 || telling;
    }
    if (content < 2) {
      return false;
    }
    if (begins && (capitals > 0 || brandFirst)) {
      return true;
    }
    return content >= RUN && match.leftOut() == 0 && capitals >= 2 && answer.get(at).content();
  }

  private static boolean beginsWithBrand(Source source) {
    List<String> brand = source.brand();
    if (brand.isEmpty() || source.title().size() < brand.size()) {
      return false;
    }
    for (int i = 0; i < brand.size(); i++) {
      if (!source.title().get(i).stem().equals(brand.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Name name(int at, List<Match> matches) {
    Match best = matches.getFirst();
    int last = at + best.words() - 1;
    List<Token> title = best.source().title();
    Citation citation =
        new Citation(
            answer.get(at).start(),
            answer.get(last).end(),
            ClaimKind.PRODUCT,
            best.source().id(),
            DocumentField.Single.TITLE,
            title.get(best.titleFirst()).start(),
            title.get(best.titleLast()).end());
    return new Name(at, last, matches.stream().map(Match::source).distinct().toList(), citation);
  }
}
