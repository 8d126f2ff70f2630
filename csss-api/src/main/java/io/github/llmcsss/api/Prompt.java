package io.github.llmcsss.api;

import java.util.List;

/**
 * What a generator continues: the messages so far and the role that speaks next. The generator
 * renders it in the model's own chat format, with an open header of the next role at the end.
 *
 * @param messages the transcript, oldest first; a {@link Role#SYSTEM} message may come first only
 * @param next the role to write, {@link Role#USER} or {@link Role#ASSISTANT}
 */
public record Prompt(List<Message> messages, Role next) {
  /** Copies the list and checks roles. */
  public Prompt {
    messages = List.copyOf(messages);
    Checks.check(next == Role.USER || next == Role.ASSISTANT, "next", "USER or ASSISTANT", next);
    for (int i = 1; i < messages.size(); i++) {
      Checks.check(
          messages.get(i).role() != Role.SYSTEM, "messages", "without SYSTEM after the first", i);
    }
  }
}
