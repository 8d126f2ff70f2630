package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatFileTest {
  private static final String GOOD =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"lamp\"},{\"role\":\"assistant\",\"content\":\"This"
          + " one.\"}]}";

  @TempDir Path directory;

  private Path write(String... lines) throws IOException {
    return Files.writeString(directory.resolve("chats.jsonl"), String.join("\n", lines));
  }

  private static Message user(String text) {
    return new Message(Role.USER, text);
  }

  private static Message assistant(String text) {
    return new Message(Role.ASSISTANT, text);
  }

  @Test
  void readsBothForms() throws IOException {
    Path file =
        write(
            GOOD,
            "",
            """
            {"id": "b", "conversations": [{"from": "system", "value": ""}, {"from": "human", \
            "value": " lamp "}, {"from": "gpt", "value": "This?"}, {"from": "user", "value": "Yes"}]}
            """
                .strip(),
            """
            {"id": 7, "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", \
            "content": "lamp"}, {"role": "user", "content": "a red one"}, {"role": "assistant", \
            "content": "This"}, {"role": "assistant", "content": "or that."}]}
            """
                .strip());
    assertEquals(
        List.of(
            new Chat("chats.jsonl-1", List.of(user("lamp"), assistant("This one."))),
            new Chat("b", List.of(user("lamp"), assistant("This?"), user("Yes"))),
            new Chat("7", List.of(user("lamp\na red one"), assistant("This\nor that.")))),
        ChatFile.of(file).read().records());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | not an object",
        "{\"id\":1} | the line must have a list of \"messages\" or \"conversations\"",
        "{\"messages\":[]} | the chat must be begun by the shopper",
        "{\"messages\":[{\"role\":\"assistant\",\"content\":\"Hi\"}]} | the chat must be begun by the"
            + " shopper",
        "{\"messages\":[{\"role\":\"user\",\"content\":\" \"}]} | messages[0].content must not be"
            + " empty",
        "{\"messages\":[{\"role\":\"user\",\"content\":[]}]} | messages[0].content must be a text",
        "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]} | messages[0].role must be one of"
            + " [assistant, system, user]",
        "{\"messages\":[{\"content\":\"x\"}]} | messages[0].role must be one of [assistant, system,"
            + " user]",
        "{\"conversations\":[{\"from\":\"human\",\"value\":\"x\"},{\"from\":\"bing\",\"value\":\"y\"}]}"
            + " | conversations[1].from must be one of [assistant, gpt, human, system, user]",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"system\",\"content\":\"y\"}]}"
            + " | messages[1].role must not be system after the first"
      })
  void namesFileAndLineOfWhatIsNoChat(String bad, String problem) throws IOException {
    Path file = write(GOOD, bad, GOOD);
    IOException thrown = assertThrows(IOException.class, () -> ChatFile.of(file).read());
    assertEquals(file + ":2: " + problem, thrown.getMessage());
    ReadResult<Chat> rest = ChatFile.of(file).skippingBadLines().read();
    assertEquals(2, rest.records().size());
    assertEquals(1, rest.report().malformed());
    assertEquals(List.of(file + ":2: " + problem), rest.report().problems());
  }

  @Test
  void refusesAFileWithoutAChat() throws IOException {
    Path file = write("{}");
    IOException thrown =
        assertThrows(IOException.class, () -> ChatFile.of(file).skippingBadLines().read());
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith(file + " must hold at least one chat"),
        thrown.getMessage());
  }

  @Test
  void refusesAChatOutOfTurn() {
    assertThrows(IllegalArgumentException.class, () -> new Chat("a", List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Chat(" ", List.of(user("x"))));
    assertThrows(IllegalArgumentException.class, () -> new Chat("a", List.of(assistant("x"))));
    assertThrows(IllegalArgumentException.class, () -> new Chat("a", List.of(user(" "))));
  }
}
