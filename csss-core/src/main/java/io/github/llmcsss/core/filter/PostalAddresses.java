package io.github.llmcsss.core.filter;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Places of residence as they are written in English and German: a house number and street, where a
 * flat, a postcode, or words about living or sending stand beside it; post office boxes; a state
 * with its ZIP code. A "2 TB Hard Drive" is none.
 */
final class PostalAddresses {
  private static final String HOUSE =
      "\\b\\d{1,5}[A-Za-z]? (?:[NSEW]\\.? )?(?:[\\p{Lu}\\d][\\p{L}\\d.'\u2019-]{0,19} ){1,3}";

  private static final String STREET =
      "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Terrace"
          + "|Square|Highway|Hwy|Parkway|Pkwy|Circle|Close|Crescent|Gardens|Grove)\\b\\.?";

  private static final String STATE =
      "(?:A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]"
          + "|T[NX]|UT|V[TA]|W[AVIY]|DC)";

  private static final String ZIP = "(?<![\\d-])\\d{5}(?:-\\d{4})?\\b(?![.,]\\d)";

  private static final String UK_POSTCODE = "[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}\\b";

  private static final Pattern WITH_POSTCODE =
      Pattern.compile(
          HOUSE
              + STREET
              + "(?:,? ?(?:(?i:apt|apartment|unit|suite|flat)\\.? ?#?|#)\\w{1,6}\\b"
              + "|[.,][^.!?\\n]{0,40}?\\b(?:"
              + ZIP
              + "|"
              + UK_POSTCODE
              + ")|[^.!?\\n]{0,40}?\\b"
              + STATE
              + ",? "
              + ZIP
              + ")");

  private static final Pattern ANNOUNCED =
      Pattern.compile(
          "(?i:\\b(?:(?:i|we) live (?:at|on|in)|(?:ship|send|deliver|sent|shipped|delivered|mail)"
              + "(?: \\w{1,12}){0,2}? to|address(?: is|:)|residing at))[^.!?\\n\\d]{0,20}"
              + HOUSE
              + STREET);

  private static final Pattern GERMAN =
      Pattern.compile(
          "\\b\\p{Lu}[\\p{L}-]{1,25}(?:stra\u00dfe|strasse|str\\.|gasse|allee) \\d{1,4} ?[a-z]?\\b"
              + "|\\b\\p{Lu}[\\p{L}-]{1,25}(?:weg|platz|ring|ufer|damm) \\d{1,4} ?[a-z]?, ?\\d{5}\\b");

  private static final Pattern BOX = Pattern.compile("(?i)\\bP\\.? ?O\\.? ?Box \\d{1,6}\\b");

  private static final Pattern STATE_AND_ZIP = Pattern.compile(",? \\b" + STATE + ",? " + ZIP);

  private static final List<Pattern> ALL =
      List.of(WITH_POSTCODE, ANNOUNCED, GERMAN, BOX, STATE_AND_ZIP);

  private PostalAddresses() {}

  static Optional<String> first(String text) {
    return ALL.stream().flatMap(pattern -> found(pattern, text)).findFirst();
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group);
  }
}
