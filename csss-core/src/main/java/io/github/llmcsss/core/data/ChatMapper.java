package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chat of a line, in whichever form it is. */
final class ChatMapper {
  /** How a form names its parts. */
  private enum Form {
    MESSAGES(
        "messages",
        "role",
        "content",
        Map.of("system", Role.SYSTEM, "user", Role.USER, "assistant", Role.ASSISTANT)),
    CONVERSATIONS(
        "conversations",
        "from",
        "value",
        Map.of(
            "system", Role.SYSTEM,
            "human", Role.USER,
            "user", Role.USER,
            "gpt", Role.ASSISTANT,
            "assistant", Role.ASSISTANT));

    private final String list;
    private final String role;
    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, Role> roles;

    Form(String list, String role, String text, Map<String, Role> roles) {
      this.list = list;
      this.role = role;
      this.text = text;
      this.roles = roles;
    }
  }

  private ChatMapper() {}

  /**
   * The chat.
   *
   * @param name where the line has no id
   */
  static List<Chat> map(JsonNode line, String name) throws LineException {
    Form form = form(line);
    JsonNode list = line.get(form.list);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Message message = message(list.get(i), form, form.list + "[" + i + "]");
      if (message.role() == Role.SYSTEM && i == 0) {
        continue;
      }
      if (message.role() == Role.SYSTEM) {
        throw bad(form.list + "[" + i + "]." + form.role + " must not be system after the first");
      }
      Message last = messages.isEmpty() ? null : messages.getLast();
      if (last != null && last.role() == message.role()) {
        messages.removeLast();
        messages.add(new Message(last.role(), last.text() + "\n" + message.text()));
      } else {
        messages.add(message);
      }
    }
    if (messages.isEmpty() || messages.getFirst().role() != Role.USER) {
      throw bad("the chat must be begun by the shopper");
    }
    JsonNode id = line.path("id");
    String given = id.isTextual() || id.isNumber() ? id.asText() : "";
    return List.of(new Chat(given.isBlank() ? name : given, messages));
  }

  private static Form form(JsonNode line) throws LineException {
    for (Form form : Form.values()) {
      if (line.path(form.list).isArray()) {
        return form;
      }
    }
    throw bad("the line must have a list of \"messages\" or \"conversations\"");
  }

  private static Message message(JsonNode node, Form form, String name) throws LineException {
    @Nullable Role role = form.roles.get(node.path(form.role).asText());
    if (role == null) {
      throw bad(
          name
              + "."
              + form.role
              + " must be one of "
              + form.roles.keySet().stream().sorted().toList());
    }
    JsonNode text = node.path(form.text);
    if (!text.isTextual()) {
      throw bad(name + "." + form.text + " must be a text");
    }
    // An empty system message says as much as none.
    if (text.textValue().isBlank() && role != Role.SYSTEM) {
      throw bad(name + "." + form.text + " must not be empty");
    }
    return new Message(role, text.textValue().strip());
  }

  private static LineException bad(String problem) {
    return new LineException.Malformed(problem);
  }
}
