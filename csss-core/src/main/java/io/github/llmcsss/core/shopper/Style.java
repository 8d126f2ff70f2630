package io.github.llmcsss.core.shopper;

/** How much a shopper writes. */
enum Style {
  /** A few words. */
  TERSE(" in very few words"),
  /** A sentence. */
  PLAIN(""),
  /** Several sentences. */
  CHATTY(" at some length");

  private final String manner;

  Style(String manner) {
    this.manner = manner;
  }

  String manner() {
    return manner;
  }
}
