package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One text of a session, and what was there before it.
 *
 * @param speaker {@link Role#USER} or {@link Role#ASSISTANT}
 * @param text what is said
 * @param finishReason why it ended; of a shopper's text that is read back, {@link
 *     FinishReason#END_OF_TURN}
 * @param own what the same side said before, oldest first
 * @param others what the other side said before, oldest first; the text that is answered is the
 *     last
 * @param need what the shopper wants, where known
 * @param documents for the assistant, what was retrieved for this answer; for the shopper, all that
 *     was retrieved before
 */
public record Utterance(
    Role speaker,
    String text,
    FinishReason finishReason,
    List<String> own,
    List<String> others,
    Optional<Need> need,
    List<Document> documents) {
  /** Copies the lists; checks the speaker. */
  public Utterance {
    Require.that(speaker == Role.USER || speaker == Role.ASSISTANT, "speaker", "a side", speaker);
    own = List.copyOf(own);
    others = List.copyOf(others);
    documents = List.copyOf(documents);
  }

  /**
   * What the shopper says.
   *
   * @param before the turns before
   */
  public static Utterance shopper(
      Optional<Need> need, List<Turn> before, String text, FinishReason finishReason) {
    List<Document> seen =
        before.stream()
            .flatMap(turn -> turn.response().stream())
            .flatMap(answer -> answer.documents().stream())
            .map(RetrievedDocument::document)
            .toList();
    return new Utterance(
        Role.USER, text, finishReason, shoppers(before), answers(before), need, seen);
  }

  /**
   * What the assistant answers.
   *
   * @param before the turns before
   * @param user what is answered
   * @param documents what was retrieved for it
   */
  public static Utterance assistant(
      Optional<Need> need,
      List<Turn> before,
      String user,
      List<RetrievedDocument> documents,
      String text,
      FinishReason finishReason) {
    List<String> others = shoppers(before);
    others.add(user);
    List<Document> found = documents.stream().map(RetrievedDocument::document).toList();
    return new Utterance(Role.ASSISTANT, text, finishReason, answers(before), others, need, found);
  }

  /** Whether this is the seed query, which no generator wrote. */
  public boolean opening() {
    return speaker == Role.USER && own.isEmpty() && others.isEmpty();
  }

  /** All texts of a session, in their order. */
  public static List<Utterance> of(Session session) {
    List<Utterance> all = new ArrayList<>();
    for (int i = 0; i < session.turns().size(); i++) {
      Turn turn = session.turns().get(i);
      List<Turn> before = session.turns().subList(0, i);
      all.add(shopper(session.need(), before, turn.user(), FinishReason.END_OF_TURN));
      if (turn.response().isPresent()) {
        SystemResponse answer = turn.response().get();
        all.add(
            assistant(
                session.need(),
                before,
                turn.user(),
                answer.documents(),
                answer.text(),
                answer.finishReason()));
      }
    }
    return all;
  }

  private static List<String> shoppers(List<Turn> turns) {
    List<String> texts = new ArrayList<>();
    turns.forEach(turn -> texts.add(turn.user()));
    return texts;
  }

  private static List<String> answers(List<Turn> turns) {
    return turns.stream()
        .flatMap(turn -> turn.response().stream())
        .map(SystemResponse::text)
        .toList();
  }
}
