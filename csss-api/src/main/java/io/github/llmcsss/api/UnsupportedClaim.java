package io.github.llmcsss.api;

/**
 * A stretch of an answer that states something which neither a retrieved document nor the
 * conversation supports. Offsets count UTF-16 code units, as {@link String#substring(int, int)}
 * does.
 *
 * @param start where it starts in the answer, from 0
 * @param end where it ends, exclusive; more than {@code start}
 * @param kind what it states; not {@link ClaimKind#WORDS}
 */
public record UnsupportedClaim(int start, int end, ClaimKind kind) {
  /** Checks span and kind. */
  public UnsupportedClaim {
    Checks.check(start >= 0, "start", "0 or more", start);
    Checks.check(end > start, "end", "more than " + start, end);
    Checks.check(kind != ClaimKind.WORDS, "kind", "PRODUCT, PRICE or NUMBER", kind);
  }
}
