package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.core.data.Chat;
import io.github.llmcsss.core.data.ChatFile;
import io.github.llmcsss.core.export.Export;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.query.QueryReformulation;
import io.github.llmcsss.core.reward.Rewards;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.training.DocumentSearch;
import io.github.llmcsss.core.training.SessionExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chats from elsewhere become what the synthesizer would have made of them. */
class ChatTrainingTest {
  private static final PromptLayout LAYOUT =
      PromptLayout.transcript(DocumentText.DEFAULT, List.of());

  @TempDir Path directory;

  private static Chat chat(String... texts) {
    List<Message> messages = new ArrayList<>();
    for (String text : texts) {
      messages.add(new Message(messages.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, text));
    }
    return new Chat("c", messages);
  }

  /** What is exported, read and searched again is trained like the run itself. */
  @ParameterizedTest
  @EnumSource(names = {"CHAT_ML", "SHARE_GPT"})
  void anExportGivesTheExamplesOfItsRun(Export format) throws IOException {
    try (BabblingGenerator generator = new BabblingGenerator()) {
      SessionSynthesizer.builder()
          .generator(generator)
          .searchEnvironment(TestShop.search())
          .seed(3)
          .build()
          .synthesize(TestShop.seeds(20), directory.resolve("run"));
    }
    RunDirectory run = RunDirectory.open(directory.resolve("run"));
    Path file = directory.resolve("chats.jsonl");
    format.write(run, file);
    DocumentSearch search = DocumentSearch.of(TestShop.search());
    List<Session> searched = new ArrayList<>();
    for (Chat chat : ChatFile.of(file).read().records()) {
      searched.add(search.session(chat));
    }
    List<TrainingExample> expected;
    try (Stream<Session> sessions = run.sessions(TestShop.PRODUCTS)) {
      expected = SessionExamples.of(sessions.toList(), LAYOUT).examples();
    }
    assertTrue(expected.size() > 50, expected::toString);
    assertEquals(expected, SessionExamples.of(searched, LAYOUT).examples());
  }

  @Test
  void searchesAtEveryAnswerAndScoresIt() throws IOException {
    Session session =
        new DocumentSearch(
                TestShop.search(), 2, QueryReformulation.recency(), Rewards.keywordOverlap())
            .session(
                chat(
                    "tilk kettle",
                    "The Tilk Trail Kettle costs $15.50.",
                    "And a lamp?",
                    "Take the Tilk Trail Lamp for $1.00.",
                    "Thanks, bye!"));
    assertEquals(3, session.turns().size());
    assertEquals("tilk kettle", session.seed().text());
    SystemResponse first = session.turns().getFirst().response().orElseThrow();
    assertEquals("tilk kettle", first.query());
    assertEquals("Tilk Trail Kettle", first.documents().getFirst().document().title());
    assertEquals(2, first.documents().size());
    assertTrue(first.reward() > 0, first::toString);
    assertTrue(first.unsupported().isEmpty(), first::toString);
    SystemResponse second = session.turns().get(1).response().orElseThrow();
    assertEquals(1, second.unsupported().size(), second::toString);
    assertEquals(Optional.empty(), session.turns().getLast().response());
    assertEquals(EndReason.FAREWELL, session.endReason());
  }

  @Test
  void learnsTheShopperAloneFromChatsThatNobodySearchedFor() {
    Chat chat = chat("lamp", "This one.", "Is it red?", "Yes.", "Bye");
    List<TrainingExample> examples = SessionExamples.ofShoppers(List.of(chat), LAYOUT);
    assertEquals(
        List.of("Is it red?", "Bye"),
        examples.stream().map(example -> example.target().text()).toList());
    for (TrainingExample example : examples) {
      assertEquals(Role.USER, example.target().role());
      assertTrue(example.context().stream().noneMatch(message -> message.role() == Role.DOCUMENTS));
    }
    List<Message> last = examples.getLast().context();
    assertEquals(chat.messages().subList(0, 4), last.subList(1, 5));
  }

  @Test
  void refusesAReformulationThatAsksAGenerator() {
    DocumentSearch search =
        new DocumentSearch(
            TestShop.search(), 1, QueryReformulation.rewritten(), Rewards.keywordOverlap());
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> search.session(chat("lamp", "This.", "Red?", "Yes.")));
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("reformulation must work without"),
        thrown.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new DocumentSearch(
                TestShop.search(), 0, QueryReformulation.recency(), Rewards.keywordOverlap()));
  }

  @Test
  void passesOnThatTheSearchFailed() {
    SearchEnvironment broken =
        request -> {
          throw new IOException("disk gone");
        };
    assertEquals(
        "disk gone",
        assertThrows(
                IOException.class, () -> DocumentSearch.of(broken).session(chat("lamp", "This.")))
            .getMessage());
  }

  @Test
  void keepsTurnsOfOneSpeakerInOrder() throws IOException {
    Session session = DocumentSearch.of(TestShop.search()).session(chat("lamp", "A", "x", "B"));
    assertEquals(List.of("lamp", "x"), session.turns().stream().map(Turn::user).toList());
  }
}
