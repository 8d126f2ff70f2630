package io.github.llmcsss.api;

/** What a stretch of an answer says about a product. */
public enum ClaimKind {
  /** The name of a product, whole or shortened. */
  PRODUCT,
  /** An amount of money. */
  PRICE,
  /** A number with a unit, such as {@code 120 cm} or {@code 12-pack}. */
  NUMBER,
  /**
   * Words, such as a brand, a colour or a part of a feature; only ever cited, never unsupported.
   */
  WORDS
}
