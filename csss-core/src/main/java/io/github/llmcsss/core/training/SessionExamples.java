package io.github.llmcsss.core.training;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.core.data.Chat;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Sessions as examples of the second stage: every utterance of the shopper after the seed query,
 * and every answer with the documents of its own turn alone [White 2025, Eq. 5]. The seed query is
 * given, not learned: that is the first stage.
 *
 * <p>Prompts are those that the synthesizer asked with, but for the hint of a simulated shopper's
 * next move, which sessions do not keep: the shopper is trained to speak without one. Documents
 * must be whole: those of a run directory are so only if it is read with its catalogue ({@link
 * io.github.llmcsss.core.run.RunDirectory#sessions(Iterable)}). A text that was mistyped by rule
 * ({@link io.github.llmcsss.api.Quirk#TYPO}) is learned as it stands in the session.
 *
 * @param examples session by session, in the order of the turns
 * @param leaking utterances left out because they say what the shopper could not know
 * @param cutOff answers left out because they were cut off: they would teach to end in the middle
 */
public record SessionExamples(List<TrainingExample> examples, int leaking, int cutOff) {
  /** Copies the list. */
  public SessionExamples {
    examples = List.copyOf(examples);
  }

  /**
   * The examples of some sessions, each of the weight 1.
   *
   * @param layout that the generator is to write with after the training
   * @throws IllegalArgumentException if somebody says nothing in a turn
   */
  public static SessionExamples of(Collection<Session> sessions, PromptLayout layout) {
    List<TrainingExample> examples = new ArrayList<>();
    int leaking = 0;
    int cutOff = 0;
    for (Session session : sessions) {
      for (int i = 0; i < session.turns().size(); i++) {
        Turn turn = session.turns().get(i);
        requireWords(session, i);
        SessionState before = SessionState.before(session, i);
        if (turn.leaks()) {
          leaking++;
        } else if (i > 0) {
          examples.add(example(session, layout.userTurn(before), turn.user()));
        }
        if (turn.response().isEmpty()) {
          continue;
        }
        SystemResponse answer = turn.response().get();
        if (answer.finishReason() == FinishReason.MAXIMUM_TOKENS) {
          cutOff++;
        } else {
          Prompt prompt = layout.assistantTurn(before, turn.user(), answer.documents());
          examples.add(example(session, prompt, answer.text()));
        }
      }
    }
    return new SessionExamples(examples, leaking, cutOff);
  }

  /**
   * The shopper's utterances after the first of chats without documents, each of the weight 1. The
   * answers of such chats are read, and not learned: without documents before them they would teach
   * to invent. Those that {@link DocumentSearch} has searched for can be learned.
   *
   * @param layout that the generator is to write with after the training
   */
  public static List<TrainingExample> ofShoppers(Collection<Chat> chats, PromptLayout layout) {
    List<TrainingExample> examples = new ArrayList<>();
    for (Chat chat : chats) {
      Session session = DocumentSearch.unsearched(chat);
      for (int i = 1; i < session.turns().size(); i++) {
        Prompt prompt = layout.userTurn(SessionState.before(session, i));
        examples.add(example(session, prompt, session.turns().get(i).user()));
      }
    }
    return List.copyOf(examples);
  }

  private static void requireWords(Session session, int index) {
    Turn turn = session.turns().get(index);
    String where = "session \"" + session.id() + "\", turn " + (index + 1) + ": ";
    Require.that(!turn.user().isBlank(), where + "the shopper's words", "not blank", "empty");
    turn.response()
        .ifPresent(answer ->
            Require.that(!answer.text().isBlank(), where + "the answer", "not blank", "empty"));
  }

  private static TrainingExample example(Session session, Prompt prompt, String text) {
    return new TrainingExample(
        session.id(), 1, prompt.messages(), new Message(prompt.next(), text));
  }
}
