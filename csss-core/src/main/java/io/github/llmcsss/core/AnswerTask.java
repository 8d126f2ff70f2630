package io.github.llmcsss.core;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.core.grounding.Grounding;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.List;

/**
 * An answer to be written.
 *
 * @param settings of the session
 * @param session the turns before
 * @param user the utterance to answer
 * @param query what was searched for it
 * @param documents what was found
 * @param prompt what the generator is asked
 */
record AnswerTask(
    SessionSettings settings,
    SessionState session,
    String user,
    String query,
    List<RetrievedDocument> documents,
    Prompt prompt) {
  /** The index of the turn. */
  int turn() {
    return session.turns().size();
  }

  /** What a function says of an answer; anything outside of [0, 1] is refused. */
  double reward(RewardFunction function, String text) {
    double reward =
        function.reward(
            new RewardInput(
                session.seed(), session.turns(), user, query, text, documents, session.need()));
    if (!(reward >= 0 && reward <= 1)) {
      throw new IllegalStateException("the reward must be in [0, 1], but was " + reward);
    }
    return reward;
  }

  /** A text as the answer of the turn, with what is known of its support. */
  SystemResponse response(Generation written, double reward) {
    String text = written.text().strip();
    Grounding grounding = Grounding.of(text, documents, session.turns(), user);
    return new SystemResponse(text, query, documents, reward, written.finishReason())
        .withGrounding(grounding.citations(), grounding.unsupported());
  }
}
