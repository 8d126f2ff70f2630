package io.github.llmcsss.core.training;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.training.TrainingExample;
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
 * next move, which sessions do not keep: the shopper is trained to speak without one.
 *
 * @param examples session by session, in the order of the turns
 * @param leaking utterances left out because they say what the shopper could not know
 */
public record SessionExamples(List<TrainingExample> examples, int leaking) {
  /** Copies the list. */
  public SessionExamples {
    examples = List.copyOf(examples);
  }

  /**
   * The examples of some sessions, each of the weight 1.
   *
   * @param layout that the generator is to write with after the training
   */
  public static SessionExamples of(Collection<Session> sessions, PromptLayout layout) {
    List<TrainingExample> examples = new ArrayList<>();
    int leaking = 0;
    for (Session session : sessions) {
      for (int i = 0; i < session.turns().size(); i++) {
        Turn turn = session.turns().get(i);
        SessionState before = SessionState.before(session, i);
        if (turn.leaks()) {
          leaking++;
        } else if (i > 0) {
          examples.add(example(session, layout.userTurn(before), turn.user()));
        }
        turn.response()
            .ifPresent(response ->
                examples.add(
                    example(
                        session,
                        layout.assistantTurn(before, turn.user(), response.documents()),
                        response.text())));
      }
    }
    return new SessionExamples(examples, leaking);
  }

  private static TrainingExample example(Session session, Prompt prompt, String text) {
    return new TrainingExample(
        session.id(), 1, prompt.messages(), new Message(prompt.next(), text));
  }
}
