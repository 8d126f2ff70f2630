package io.github.llmcsss.core.ending;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a shopper says, in the form that the rules read: lower case, straight apostrophes, one space
 * between words.
 *
 * @param text normalised
 */
record Utterance(String text) {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Where a clause ends; what stands before does not negate what comes after. */
  private static final String CLAUSE_ENDS = ".!?,;:()\u2013\u2014\n";

  private static final String SENTENCE_ENDS = ".!?\n";

  /** Words that turn a decision into its opposite, a possibility or a condition. */
  private static final Pattern NEGATION =
      Pattern.compile(
          "\\b(?:not|never|cannot|\\w+n't|dont|wont|cant|didnt|doesnt|isnt|arent|if|when|before"
              + "|until|unless|whether|maybe|might|could|would|should|unsure|what|which|where|how"
              + "|why|who)\\b");

  /** What takes a decision back or ties it to a condition. */
  private static final Pattern RESERVATION =
      Pattern.compile("\\b(?:if|or|but|unless|however|except|although|once|provided|assuming)\\b");

  static Utterance of(String words) {
    String plain = words.replace('\u2019', '\'').replace('\u2018', '\'').replace('`', '\'');
    return new Utterance(SPACE.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ").strip());
  }

  /** Whether the pattern is there, neither negated before nor taken back after. */
  boolean asserts(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      String before = text.substring(startOfClause(matcher.start()), matcher.start());
      String after = text.substring(matcher.end(), endOfSentence(matcher.end()));
      if (!NEGATION.matcher(before).find() && !RESERVATION.matcher(after).find()) {
        return true;
      }
    }
    return false;
  }

  boolean contains(Pattern pattern) {
    return pattern.matcher(text).find();
  }

  boolean is(Pattern pattern) {
    return pattern.matcher(text).matches();
  }

  private int startOfClause(int from) {
    int at = from;
    while (at > 0 && CLAUSE_ENDS.indexOf(text.charAt(at - 1)) < 0) {
      at--;
    }
    return at;
  }

  private int endOfSentence(int from) {
    int at = from;
    while (at < text.length() && SENTENCE_ENDS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}
