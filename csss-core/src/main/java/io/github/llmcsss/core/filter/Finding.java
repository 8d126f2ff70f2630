package io.github.llmcsss.core.filter;

import io.github.llmcsss.core.internal.Require;
import java.util.regex.Pattern;

/**
 * Why a filter refuses a text or a session.
 *
 * @param reason one of a few that the filter has, such as {@code "too-long"}; lower case with
 *     hyphens: a run counts by it
 * @param detail what shows it, such as the words that repeat; may be empty
 */
public record Finding(String reason, String detail) {
  private static final Pattern REASON = Pattern.compile("[a-z0-9]++(?:-[a-z0-9]++)*+");

  /** Checks the reason. */
  public Finding {
    Require.that(
        REASON.matcher(reason).matches(),
        "reason",
        "lower case words with hyphens between them",
        "\"" + reason + "\"");
  }

  /** A finding without a detail. */
  public static Finding of(String reason) {
    return new Finding(reason, "");
  }
}
