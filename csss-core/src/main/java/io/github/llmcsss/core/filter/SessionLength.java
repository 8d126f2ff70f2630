package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.internal.Words;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses a session with too few or too many turns ({@code "too-few-turns"}, {@code
 * "too-many-turns"}) or words of both sides ({@code "too-few-words"}, {@code "too-many-words"}).
 *
 * @param minimumTurns 1 or more
 * @param maximumTurns at least the minimum
 * @param minimumWords 0 or more
 * @param maximumWords at least the minimum
 */
public record SessionLength(int minimumTurns, int maximumTurns, int minimumWords, int maximumWords)
    implements SessionFilter {
  /** 1 to 100 turns, 5 to 10,000 words. */
  public static final SessionLength DEFAULT = new SessionLength(1, 100, 5, 10_000);

  /** Checks the ranges. */
  public SessionLength {
    Require.that(minimumTurns >= 1, "minimumTurns", "1 or more", minimumTurns);
    Require.that(
        maximumTurns >= minimumTurns,
        "maximumTurns",
        "at least the minimum, " + minimumTurns,
        maximumTurns);
    Require.that(minimumWords >= 0, "minimumWords", "0 or more", minimumWords);
    Require.that(
        maximumWords >= minimumWords,
        "maximumWords",
        "at least the minimum, " + minimumWords,
        maximumWords);
  }

  @Override
  public String name() {
    return "session-length";
  }

  @Override
  public Optional<Finding> check(Session session) {
    int turns = session.turns().size();
    int words = SessionText.of(session).stream().mapToInt(text -> Words.of(text).size()).sum();
    return outside("turns", turns, minimumTurns, maximumTurns)
        .or(() -> outside("words", words, minimumWords, maximumWords));
  }

  private static Optional<Finding> outside(String what, int count, int minimum, int maximum) {
    if (count >= minimum && count <= maximum) {
      return Optional.empty();
    }
    String reason = (count < minimum ? "too-few-" : "too-many-") + what;
    return Optional.of(new Finding(reason, count + " " + what));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        name(),
        Map.of(
            "minimumTurns", String.valueOf(minimumTurns),
            "maximumTurns", String.valueOf(maximumTurns),
            "minimumWords", String.valueOf(minimumWords),
            "maximumWords", String.valueOf(maximumWords)));
  }
}
