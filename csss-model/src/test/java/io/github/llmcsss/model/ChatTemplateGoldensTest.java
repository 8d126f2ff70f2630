package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Renders as `transformers` does; see make_template_goldens.py. */
class ChatTemplateGoldensTest {
  static Stream<String> names() throws IOException {
    return StreamSupport.stream(Goldens.json("chat-templates.json.gz").spliterator(), false)
        .map(entry -> entry.path("name").textValue());
  }

  private static JsonNode golden(String name) throws IOException {
    for (JsonNode entry : Goldens.json("chat-templates.json.gz")) {
      if (entry.path("name").textValue().equals(name)) {
        return entry;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static ChatTemplate template(JsonNode golden) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String token : List.of("bos", "eos")) {
      if (golden.path(token).isTextual()) {
        variables.put(token + "_token", golden.path(token).textValue());
      }
    }
    Path name = Path.of(golden.path("name").textValue());
    return new ChatTemplate(name, golden.path("source").textValue(), variables, new TreeSet<>());
  }

  private static String rendered(ChatTemplate template, JinjaTemplate compiled, JsonNode golden) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : golden.path("messages")) {
      messages.add(
          new ChatMessage(message.path("role").textValue(), message.path("content").textValue()));
    }
    try {
      return template.render(compiled, messages, golden.path("generation").booleanValue());
    } catch (TemplateException e) {
      return "refused";
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyConversationRendersAsInPython(String name) throws IOException {
    JsonNode golden = golden(name);
    ChatTemplate template = template(golden);
    assertDoesNotThrow(() -> JinjaLimits.check(template.source()));
    JinjaTemplate compiled = new JinjaTemplate(template.source());
    assertTrue(golden.path("cases").size() > 30);
    for (JsonNode one : golden.path("cases")) {
      assertEquals(
          one.path("rendered").asText("refused"),
          rendered(template, compiled, one),
          () -> one.path("messages").toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SmolLM2-135M-Instruct, SYSTEM, SYSTEM",
    "Qwen-Qwen2.5-7B-Instruct, SYSTEM, SYSTEM",
    "Qwen-Qwen3-0.6B, SYSTEM, SYSTEM",
    "Qwen-QwQ-32B, SYSTEM, SYSTEM",
    "Mistral-7B-Instruct-v0.3, JOINED_TO_USER, JOINED_TO_USER",
    "mistralai-Mistral-Nemo-Instruct-2407, JOINED_TO_USER, JOINED_TO_USER",
    "mistralai-Ministral-3-14B-Reasoning-2512, SYSTEM, JOINED_TO_USER",
    "unsloth-mistral-Devstral-Small-2507, SYSTEM, SYSTEM",
    "microsoft-Phi-3.5-mini-instruct, SYSTEM, SYSTEM",
    "deepseek-ai-DeepSeek-R1-Distill-Qwen-32B, SYSTEM, USER",
  })
  void everyFamilyHasAPlaceForSystemMessagesAndDocuments(
      String name, ChatLayouts.Carrier system, ChatLayouts.Carrier documents) throws Exception {
    ChatLayouts layouts = new ChatFormatLoader(template(golden(name))).load();
    assertEquals(system, layouts.system());
    assertEquals(documents, layouts.documents());
    for (Role next : List.of(Role.USER, Role.ASSISTANT)) {
      List<Role> roles = List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT);
      List<Role> withUser = List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER);
      ChatLayout layout = layouts.layout(next == Role.USER ? roles : withUser, next);
      assertTrue(layout.headers().get(0).length() + layout.open().length() > 0);
    }
  }

  @Test
  void chatsOfTheDefaultModelHaveTheIdsOfTheWholeText() throws IOException {
    try (ModelTokenizer tokenizer =
        ModelTokenizer.fromJson(Goldens.unpacked("default-tokenizer.json.gz"))) {
      ChatFormat format = ChatFormat.of(template(golden("SmolLM2-135M-Instruct")), tokenizer);
      assertTrue(format.endOfTurnTokens().contains(2));
      for (JsonNode chat : Goldens.json("chat-ids.json.gz")) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : chat.path("messages")) {
          Role role = Role.valueOf(message.path("role").textValue().toUpperCase(Locale.ROOT));
          messages.add(new Message(role, message.path("content").textValue()));
        }
        EncodedPrompt encoded = format.encode(new Prompt(messages, Role.ASSISTANT));
        assertArrayEquals(Goldens.integers(chat.path("ids")), encoded.tokens());
        assertEquals(messages.size() + 1, encoded.segments().size());
      }
    }
  }
}
