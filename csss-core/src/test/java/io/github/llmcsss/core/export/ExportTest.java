package io.github.llmcsss.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportTest {
  private final Path directory;
  private final RunDirectory run;
  private final Path target;

  ExportTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.run = SampleRun.write(directory.resolve("run"));
    this.target = directory.resolve("out");
  }

  @Test
  void chatsAlternateAndEndWithAnAnswer() throws IOException {
    assertEquals(new ExportReport(target, 3, 2, true), Export.CHAT_ML.write(run, target));
    List<JsonNode> chats = jsonLines(target);
    assertEquals(
        """
        {"id":"a1","messages":[{"role":"user","content":"desk lamp"},\
        {"role":"assistant","content":"The Osmo Lamp is 12 cm high and costs $3."},\
        {"role":"user","content":"Is there a smaller one?"},\
        {"role":"assistant","content":"Take the Brenn Lamp."}]}\
        """,
        chats.getFirst().toString());
    assertEquals(
        "</title>tab\there\nline\nbreak\r\u2028\u0000 \"quoted\" <script>alert(1)</script>"
            + " \ud83d\ude00",
        chats.get(1).at("/messages/0/content").asText());
    assertEquals(2, chats.get(1).path("messages").size());
  }

  @Test
  void shareGptNamesThePartsOtherwise() throws IOException {
    assertEquals(2, Export.SHARE_GPT.write(run, target).records());
    assertEquals(
        """
        {"id":"a1","conversations":[{"from":"human","value":"desk lamp"},\
        {"from":"gpt","value":"The Osmo Lamp is 12 cm high and costs $3."},\
        {"from":"human","value":"Is there a smaller one?"},\
        {"from":"gpt","value":"Take the Brenn Lamp."}]}\
        """,
        jsonLines(target).getFirst().toString());
  }

  @Test
  void jsonLinesHaveEveryFieldOfEverySession() throws IOException {
    assertEquals(3, Export.JSONL.write(run, target).records());
    List<JsonNode> lines = jsonLines(target);
    assertEquals(
        """
        {"id":"a1","seed":"desk lamp","categories":["Home","Light"],"repetition":0,\
        "need":"a lamp to read by","targets":["p2","p9"],"endReason":"ACCEPTED"}\
        """,
        without(lines.getFirst(), "turns").toString());
    assertEquals(
        """
        {"user":"desk lamp","leaks":false,"move":null,"planned":null,"quirks":[],"assistant":"The Osmo Lamp is 12 cm high and costs $3.",\
        "query":"desk lamp","reward":0.5,"finishReason":"END_OF_TURN","documents":[\
        {"id":"p1","title":"Osmo Lamp","rank":1,"score":2.5,"grade":2},\
        {"id":"p2","title":"Brenn Lamp","rank":2,"score":2.5,"grade":3},\
        {"id":"p 3","title":"Tilk \\"Lamp\\"\\tin\\nred","rank":3,"score":1.0,"grade":1}],\
        "citations":[{"start":4,"end":13,"kind":"PRODUCT","document":"p1","field":"title","fieldStart":0,"fieldEnd":9},\
        {"start":17,"end":22,"kind":"NUMBER","document":"p1","field":"features[1]","fieldStart":0,"fieldEnd":5}],\
        "unsupported":[{"start":38,"end":40,"kind":"PRICE"}]}\
        """,
        lines.getFirst().at("/turns/0").toString());
    assertEquals(
        """
        {"user":"lamp","leaks":false,"move":null,"planned":null,"quirks":[],"assistant":null,"query":null,"reward":null,"finishReason":null,\
        "documents":[],"citations":[],"unsupported":[]}\
        """,
        lines.get(2).at("/turns/0").toString());
    assertEquals("COMPARE", lines.getFirst().at("/turns/1/move").asText());
    assertTrue(lines.getFirst().at("/turns/1/planned").asBoolean());
    assertEquals("[\"TYPO\"]", lines.getFirst().at("/turns/1/quirks").toString());
  }

  @Test
  void topicsAreCleanedOfMarkup() throws IOException {
    assertEquals(3, Export.TREC_TOPICS.write(run, target).records());
    assertEquals(
        """
        <top>
        <num> Number: a1_1
        <title> desk lamp
        <desc> Description:
        desk lamp
        <narr> Narrative:
        a lamp to read by
        </top>
        <top>
        <num> Number: a1_2
        <title> desk lamp smaller
        <desc> Description:
        Is there a smaller one?
        <narr> Narrative:
        a lamp to read by
        </top>
        <top>
        <num> Number: b%252%20%C2%A0é_2
        <title> tab here b
        <desc> Description:
        line break "quoted" script alert(1) /script \ud83d\ude00
        <narr> Narrative:

        </top>
        """,
        Files.readString(target));
  }

  @Test
  void qrelsGradeWhatWasRetrieved() throws IOException {
    assertEquals(5, Export.TREC_QRELS.write(run, target).records());
    assertEquals(
        """
        a1_1 0 p1 2
        a1_1 0 p2 3
        a1_1 0 p%203 1
        a1_2 0 p2 3
        a1_2 0 p1 2
        """,
        Files.readString(target));
  }

  @Test
  void scoresOfARunFallWithTheRank() throws IOException {
    assertEquals(5, Export.TREC_RUN.write(run, target).records());
    assertEquals(
        """
        a1_1 Q0 p1 1 2.5 llm-csss
        a1_1 Q0 p2 2 2.4999998 llm-csss
        a1_1 Q0 p%203 3 1.0 llm-csss
        a1_2 Q0 p2 1 0.0 llm-csss
        a1_2 Q0 p1 2 -1.4E-45 llm-csss
        """,
        Files.readString(target));
  }

  @Test
  void castTopicsHaveEveryTurn() throws IOException {
    assertEquals(3, Export.CAST.write(run, target).records());
    JsonNode topics = new ObjectMapper().readTree(target.toFile());
    assertEquals(
        """
        {"number":"a1","title":"desk lamp","description":"a lamp to read by","turn":[\
        {"number":1,"raw_utterance":"desk lamp","automatic_rewritten_utterance":"desk lamp",\
        "response":"The Osmo Lamp is 12 cm high and costs $3.","provenance":["p1"]},\
        {"number":2,"raw_utterance":"Is there a smaller one?",\
        "automatic_rewritten_utterance":"desk lamp smaller","response":"Take the Brenn Lamp.",\
        "provenance":["p2","p1"]},{"number":3,"raw_utterance":"Great, I'll take it!"}]}\
        """,
        topics.get(0).toString());
    assertEquals("b%252%20%C2%A0é", topics.at("/1/number").asText());
    assertEquals(3, topics.size());
    assertFalse(Files.readString(target).contains("\r"));
  }

  @ParameterizedTest
  @EnumSource
  void theSameRunGivesTheSameBytes(Export export) throws IOException {
    Path again = directory.resolve("again");
    export.write(run, target);
    export.write(run, again);
    for (Path file : files(target)) {
      Path other = file.equals(target) ? again : again.resolve(target.relativize(file));
      assertEquals(-1, Files.mismatch(file, other), () -> "differs: " + file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyRunIsWritten(Export export) throws IOException {
    RunDirectory empty = SampleRun.write(directory.resolve("empty"), List.of());
    assertEquals(new ExportReport(target, 0, 0, true), export.write(empty, target));
    assertFalse(files(target).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenRunLeavesWhatWasThere(Export export) throws IOException {
    Path part = directory.resolve("run/part-00000.jsonl");
    Files.writeString(part, Files.readString(part) + "{}\n");
    boolean file = export != Export.BEIR;
    if (file) {
      Files.writeString(target, "old");
    }
    IOException e = assertThrows(IOException.class, () -> export.write(run, target));
    assertEquals(part + ":4: not a session: the field \"seed\" is missing", e.getMessage());
    assertEquals(file, Files.exists(target));
    assertEquals(
        file ? List.of("out", "run") : List.of("run"), names(directory), "nothing half-written");
  }

  @ParameterizedTest
  @EnumSource
  void aTargetThatCannotBeWrittenIsOneSentence(Export export) {
    Path nowhere = directory.resolve("no/such/folder/out");
    IOException e = assertThrows(IOException.class, () -> export.write(run, nowhere));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("cannot write " + nowhere), e.getMessage());
  }

  private static JsonNode without(JsonNode node, String field) {
    return ((ObjectNode) node.deepCopy()).without(field);
  }

  private static List<JsonNode> jsonLines(Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> {
            try {
              return mapper.readTree(line);
            } catch (IOException e) {
              throw new AssertionError(line, e);
            }
          })
          .toList();
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
