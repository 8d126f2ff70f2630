package io.github.llmcsss.core.filter;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Numbers of payment cards: 14 to 19 digits, in groups or not, that begin as those of a known brand
 * do, have its length and a right check digit (Luhn, ISO/IEC 7812-1). The 13 digits of old cards
 * are left out, since barcodes have as many.
 */
final class CardNumbers {
  private static final Pattern DIGITS =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}.,-])(?<!\\d )\\d(?:[ -]?\\d){13,18}+(?![\\p{L}\\p{N}]|[ .,-]\\d)");

  private static final Pattern BRAND =
      Pattern.compile(
          "4\\d{15}|4\\d{18}|5[1-5]\\d{14}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12}"
              + "|3[47]\\d{13}|3(?:0[0-5]|[689]\\d)\\d{11}|6(?:011|4[4-9]\\d|5\\d\\d)\\d{12}"
              + "|62\\d{14,17}|35(?:2[89]|[3-8]\\d)\\d{12}");

  private CardNumbers() {}

  static Optional<String> first(String text) {
    return DIGITS
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(CardNumbers::isCard)
        .findFirst();
  }

  private static boolean isCard(String written) {
    String digits = written.replaceAll("[ -]", "");
    return BRAND.matcher(digits).matches() && luhn(digits);
  }

  /** Whether the check digit is right. */
  static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }
}
