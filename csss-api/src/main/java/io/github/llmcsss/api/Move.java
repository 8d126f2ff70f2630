package io.github.llmcsss.api;

/** What a shopper does with a turn. */
public enum Move {
  /** Says more of what is wanted. */
  REVEAL,
  /** Narrows or corrects what was said before. */
  REFINE,
  /** Asks how products differ, or which is better. */
  COMPARE,
  /** Says what is wrong with what was offered. */
  OBJECT,
  /** Asks about one property of what was offered. */
  ASK_DETAIL,
  /** Wants something else than before. */
  CHANGE_MIND,
  /** Stops without a product. */
  GIVE_UP,
  /** Decides for a product. */
  ACCEPT
}
