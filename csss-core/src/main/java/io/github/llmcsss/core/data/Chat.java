package io.github.llmcsss.core.data;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.core.internal.Require;
import java.util.List;

/**
 * A conversation of which nothing but its words is known.
 *
 * @param id of the conversation; not blank
 * @param messages of shopper and assistant in turn, the shopper first, none of them blank; at least
 *     one
 */
public record Chat(String id, List<Message> messages) {
  /** Copies the list; checks id, order and texts. */
  public Chat {
    Require.that(!id.isBlank(), "id", "not blank", "\"" + id + "\"");
    messages = List.copyOf(messages);
    Require.that(!messages.isEmpty(), "messages", "not empty", messages);
    for (int i = 0; i < messages.size(); i++) {
      Role due = i % 2 == 0 ? Role.USER : Role.ASSISTANT;
      Role role = messages.get(i).role();
      Require.that(role == due, "messages[" + i + "].role", due.toString(), role);
      Require.that(
          !messages.get(i).text().isBlank(), "messages[" + i + "].text", "not blank", "empty");
    }
  }
}
