package io.github.llmcsss.core.grounding;

import io.github.llmcsss.core.internal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text into words with their places: runs of letters, digits and marks, with a full stop or
 * an apostrophe inside. One pass.
 */
final class Tokens {
  /** Between the words of one name. */
  private static final String INSIDE_NAMES = " \u00a0-\u2010\u2011/&+\u2122\u00ae'\u2019";

  private static final int LONGEST_GAP = 4;

  private Tokens() {}

  static List<Token> of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /** The first words of a text, at most so many. */
  static List<Token> of(String text, int maximum) {
    List<Token> tokens = new ArrayList<>();
    int sentence = 0;
    boolean opens = true;
    int before = 0;
    int at = 0;
    while (at < text.length() && tokens.size() < maximum) {
      int point = text.codePointAt(at);
      if (!inWord(point)) {
        boolean ends = endsSentence(text, at, point);
        if (ends) {
          sentence++;
        }
        opens |= ends || point == ':' || point == ';';
        at += Character.charCount(point);
        continue;
      }
      int end = end(text, at);
      String lower = text.substring(at, end).toLowerCase(Locale.ROOT).replace('\u2019', '\'');
      boolean capital = Character.isUpperCase(point) || Character.isTitleCase(point);
      tokens.add(
          new Token(
              at,
              end,
              lower,
              Words.stem(lower),
              capital,
              sentence,
              opens,
              !tokens.isEmpty() && joins(text, before, at)));
      opens = false;
      before = end;
      at = end;
    }
    return tokens;
  }

  private static int end(String text, int start) {
    int at = start;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (!inWord(point)
          && !((point == '.' || point == '\'' || point == '\u2019')
              && at + 1 < text.length()
              && inWord(text.codePointAt(at + 1)))) {
        break;
      }
      at += Character.charCount(point);
    }
    return at;
  }

  private static boolean inWord(int point) {
    int type = Character.getType(point);
    return Character.isLetterOrDigit(point)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean endsSentence(String text, int at, int point) {
    if (point == '\n') {
      return true;
    }
    return (point == '.' || point == '!' || point == '?' || point == '\u2026')
        && (at + 1 >= text.length() || !inWord(text.codePointAt(at + 1)));
  }

  private static boolean joins(String text, int from, int to) {
    if (to - from > LONGEST_GAP) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (INSIDE_NAMES.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.substring(from, to).contains(" - ");
  }
}
