package io.github.llmcsss.core.shopper;

import io.github.llmcsss.api.Move;

/** What a prompt says of a move; about the shopper, never in the shopper's words. */
final class Hints {
  private Hints() {}

  static String of(Move move, boolean topicSwitch, Style style) {
    String does =
        switch (move) {
          case REVEAL -> "says more about what is needed";
          case REFINE -> "asks for something that fits better";
          case COMPARE -> "compares two products";
          case OBJECT -> "objects to the product";
          case ASK_DETAIL -> "asks about a detail of the product";
          case CHANGE_MIND ->
              topicSwitch ? "turns to another kind of product" : "wants to see another product";
          case GIVE_UP -> "gives up and says goodbye";
          case ACCEPT -> "takes the product and says thanks";
        };
    return "Next the shopper " + does + style.manner() + ".";
  }
}
