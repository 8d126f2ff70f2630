package io.github.llmcsss.api.training;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import java.util.List;

/**
 * A message to learn and all that it depends on. The loss falls on every token of the target, its
 * end-of-turn token included, and on nothing else: no header, system message or document.
 *
 * @param session the session that it is from; all examples of a session are on the same side when
 *     some are kept for validation
 * @param weight how much it counts against others; above 0, finite
 * @param context what was said and shown before, oldest first, as the generator reads it
 * @param target what to learn, said by the shopper or the assistant
 */
public record TrainingExample(
    String session, double weight, List<Message> context, Message target) {
  /** Copies the list; checks session, weight and roles. */
  public TrainingExample {
    Require.that(!session.isBlank(), "session", "not blank", "\"" + session + "\"");
    Require.that(weight > 0 && weight < Double.POSITIVE_INFINITY, "weight", "above 0", weight);
    // A prompt knows which roles may stand where, and who may speak next.
    context = new Prompt(context, target.role()).messages();
  }

  /** What a generator would be given to write the target. */
  public Prompt prompt() {
    return new Prompt(context, target.role());
  }
}
