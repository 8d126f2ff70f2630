package io.github.llmcsss.core.filter;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** E-mail addresses in running text. */
final class EmailAddresses {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}][\\p{L}\\p{N}._%+-]{0,63}+@"
              + "(?:[\\p{L}\\p{N}-]{1,63}+\\.){1,4}+\\p{L}{2,24}");

  private EmailAddresses() {}

  static Optional<String> first(String text) {
    return ADDRESS.matcher(text).results().map(MatchResult::group).findFirst();
  }
}
