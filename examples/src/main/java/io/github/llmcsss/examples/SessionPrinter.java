package io.github.llmcsss.examples;

import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.io.PrintStream;
import java.util.Locale;

/** Prints a session for reading. */
final class SessionPrinter {
  private SessionPrinter() {}

  static void print(Session session, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%n--- session %s: \"%s\", ended: %s%n",
        session.id(),
        plain(session.seed().text()),
        session.endReason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    for (Turn turn : session.turns()) {
      out.printf(Locale.ROOT, "shopper:   %s%n", plain(turn.user()));
      turn.response().ifPresent(response -> print(response, out));
    }
  }

  private static void print(SystemResponse response, PrintStream out) {
    out.printf(Locale.ROOT, "           [searched: %s]%n", plain(response.query()));
    for (RetrievedDocument found : response.documents()) {
      out.printf(
          Locale.ROOT, "           [%d. %s]%n", found.rank(), plain(found.document().title()));
    }
    out.printf(Locale.ROOT, "assistant: %s%n", plain(response.text()));
  }

  /** Without control characters, which a hostile title could use against the terminal. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
