package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.List;

/** The words of a session, without its documents. */
final class SessionText {
  private SessionText() {}

  /** What both sides say, in order. */
  static List<String> of(Session session) {
    List<String> texts = new ArrayList<>();
    for (Turn turn : session.turns()) {
      texts.add(turn.user());
      turn.response().ifPresent(answer -> texts.add(answer.text()));
    }
    return texts;
  }
}
