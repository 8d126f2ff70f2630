package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Chats for trainers, one a line. User and assistant alternate, as most chat templates want it:
 * what a shopper says before the first answer is one message of several lines, and the chat ends
 * with an answer. A session without an answer is no chat.
 */
final class ChatFormat implements SessionFormat {
  /** How the format names its parts. */
  enum Names {
    CHAT_ML("messages", "role", "content", "user", "assistant"),
    SHARE_GPT("conversations", "from", "value", "human", "gpt");

    private final String list;
    private final String role;
    private final String text;
    private final String user;
    private final String assistant;

    Names(String list, String role, String text, String user, String assistant) {
      this.list = list;
      this.role = role;
      this.text = text;
      this.user = user;
      this.assistant = assistant;
    }
  }

  private record Line(String role, String text) {}

  private final Names names;
  private final JsonRecords records;

  ChatFormat(Names names, Writer out) throws IOException {
    this.names = names;
    this.records = new JsonRecords(out);
  }

  @Override
  public long write(Session session) throws IOException {
    List<Line> lines = lines(session);
    if (lines.isEmpty()) {
      return 0;
    }
    records.write(json -> {
      json.writeStringField("id", session.id());
      json.writeArrayFieldStart(names.list);
      for (Line line : lines) {
        json.writeStartObject();
        json.writeStringField(names.role, line.role);
        json.writeStringField(names.text, line.text);
        json.writeEndObject();
      }
      json.writeEndArray();
    });
    return 1;
  }

  private List<Line> lines(Session session) {
    List<Line> lines = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (Turn turn : session.turns()) {
      said.add(turn.user());
      if (turn.response().isPresent()) {
        lines.add(new Line(names.user, String.join("\n", said)));
        lines.add(new Line(names.assistant, turn.response().get().text()));
        said.clear();
      }
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
