package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Short ways to texts and sessions. */
final class Texts {
  static final Document KETTLE =
      Document.builder("p1", "Tilk Trail Kettle with a cool handle and a lid that never whistles")
          .brand("Tilk")
          .features(List.of("Boils two litres of water in three minutes and keeps it warm"))
          .description("A kettle for people who like their tea strong and their mornings quiet.")
          .build();

  private static final List<Turn> BEFORE =
      List.of(turn("steel kettle", "The Tilk kettle holds two litres and has a cool handle."));

  private static final Need NEED =
      new Need("a quiet kettle of steel for a small kitchen with thin walls", Set.of("p1"));

  private Texts() {}

  static Utterance shopper(String text) {
    return Utterance.shopper(Optional.of(NEED), BEFORE, text, FinishReason.END_OF_TURN);
  }

  static Utterance assistant(String text) {
    return assistant(text, FinishReason.END_OF_TURN);
  }

  static Utterance assistant(String text, FinishReason finish) {
    List<RetrievedDocument> found = List.of(new RetrievedDocument(1, KETTLE, 1));
    return Utterance.assistant(Optional.of(NEED), BEFORE, "is it loud?", found, text, finish);
  }

  static Utterance opening(String text) {
    return Utterance.shopper(Optional.of(NEED), List.of(), text, FinishReason.END_OF_TURN);
  }

  static Turn turn(String user, String answer) {
    return new Turn(
        user, Optional.of(new SystemResponse(answer, "q", List.of(), 0, FinishReason.END_OF_TURN)));
  }

  /** A session of these texts, the shopper's first. */
  static Session session(String... texts) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < texts.length; i += 2) {
      turns.add(
          i + 1 < texts.length
              ? turn(texts[i], texts[i + 1])
              : new Turn(texts[i], Optional.empty()));
    }
    return new Session("s", SeedQuery.of(texts[0]), 0, Optional.empty(), turns, EndReason.LENGTH);
  }

  static String reason(Optional<Finding> finding) {
    return finding.map(Finding::reason).orElse("");
  }
}
