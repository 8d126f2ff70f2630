package io.github.llmcsss.core.filter;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Phone numbers, by the ways in which they are written: with a plus and the country's code, as in
 * North America with hyphens, points or an area code in brackets, with the zero of a trunk call and
 * groups, or any digits that words announce.
 */
final class PhoneNumbers {
  private static final String BEFORE = "(?<![\\p{L}\\p{N}.,/#$\u20ac\u00a3-])";
  private static final String AFTER = "(?![\\p{L}\\p{N}]|[.,/-]\\d)";

  private static final Pattern NUMBER =
      Pattern.compile(
          BEFORE
              + "(?:"
              + "\\+\\d{1,3}(?:[ .-]?\\(0?\\d{1,4}\\))?(?:[ ./-]?\\d){6,12}+"
              + "|(?:1[ .-])?(?:\\([2-9]\\d{2}\\) ?[2-9]\\d{2}[ .-]\\d{4}"
              + "|[2-9]\\d{2}-[2-9]\\d{2}-\\d{4}|[2-9]\\d{2}\\.[2-9]\\d{2}\\.\\d{4})"
              + "|\\(0[1-9]\\d{1,3}\\) ?\\d{3,4}[ -]?\\d{3,4}"
              + "|0[1-9]\\d{2}[ /]\\d{3} \\d{4}|0[1-9]\\d{3}[ /]\\d{3} \\d{3}|0[1-9]\\d[ /]\\d{4} \\d{4}"
              + "|020 \\d{4} \\d{4}|07\\d{3}[ -]\\d{6}|01[5-7]\\d[ /-]\\d{7,8}"
              + ")"
              + AFTER);

  private static final Pattern ANNOUNCED =
      Pattern.compile(
          "(?iu)\\b(?:call (?:me|us|him|her|them)|text (?:me|us|him|her|them)|reach (?:me|us)"
              + "|ring (?:me|us)|whatsapp|(?:phone|mobile|cell|telephone|contact)(?: number| no\\.?)"
              + "|(?:phone|tel|telephone|mobile|cell)\\.?:|my number)"
              + "(?: (?:is|at|on|under|me))*+:? ?(\\+?[(]?\\d(?:[ ().-]{0,2}\\d){6,14}+)"
              + "(?![\\p{L}\\p{N}])");

  private PhoneNumbers() {}

  static Optional<String> first(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .findFirst()
        .or(() -> ANNOUNCED.matcher(text).results().map(match -> match.group(1)).findFirst());
  }
}
