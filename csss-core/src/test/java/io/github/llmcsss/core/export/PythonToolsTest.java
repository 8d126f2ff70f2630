package io.github.llmcsss.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real tools read what we write. They are looked for by {@code python3}, or the interpreter
 * that {@code -Dcsss.python} names; what is not installed is skipped.
 */
@Tag("slow")
class PythonToolsTest {
  private static final String PYTHON = System.getProperty("csss.python", "python3");
  private static final String SCRIPT = "src/test/python/read_exports.py";

  private static JsonNode read = new ObjectMapper().createObjectNode();

  @BeforeAll
  static void readAllFiles(@TempDir Path directory) throws IOException, InterruptedException {
    RunDirectory run = SampleRun.write(directory.resolve("run"));
    Export.JSONL.write(run, directory.resolve("sessions.jsonl"));
    Export.CHAT_ML.write(run, directory.resolve("chatml.jsonl"));
    Export.SHARE_GPT.write(run, directory.resolve("sharegpt.jsonl"));
    Export.TREC_TOPICS.write(run, directory.resolve("topics.txt"));
    Export.TREC_QRELS.write(run, directory.resolve("qrels.txt"));
    Export.TREC_RUN.write(run, directory.resolve("run.txt"));
    Export.CAST.write(run, directory.resolve("cast.json"));
    Export.BEIR.write(run, directory.resolve("beir"));
    DatasetCard card = DatasetCard.builder().license("cc-by-4.0").build();
    card.write(run, directory.resolve("run/README.md"));
    File errors = directory.resolve("errors.txt").toFile();
    File output = directory.resolve("output.txt").toFile();
    Process process;
    try {
      process =
          new ProcessBuilder(PYTHON, SCRIPT, directory.toString())
              .redirectError(errors)
              .redirectOutput(output)
              .start();
    } catch (IOException e) {
      assumeFalse(true, "skipped, as there is no " + PYTHON + ": " + e.getMessage());
      return;
    }
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertEquals(true, ended, "the script must end within five minutes");
    assertEquals(0, process.exitValue(), Files.readString(errors.toPath()));
    read = new ObjectMapper().readTree(output);
  }

  private static JsonNode result(String name) {
    JsonNode result = read.path(name);
    assumeFalse(
        result.has("missing"),
        () -> "skipped, as the Python module " + result.path("missing") + " is not installed");
    return result;
  }

  @Test
  void trlTakesTheChats() {
    JsonNode chats = result("chatml");
    assertEquals(2, chats.size());
    assertEquals(
        "[user, assistant, user, assistant]", chats.get(0).findValuesAsText("role").toString());
    assertEquals("Take the Brenn Lamp.", chats.at("/0/3/content").asText());
    assertEquals("Sorry, nothing.\n\n1 < 2 & 3 > 2", chats.at("/1/1/content").asText());
  }

  @Test
  void trlTakesShareGpt() {
    JsonNode chats = result("sharegpt");
    assertEquals("[human, gpt, human, gpt]", chats.get(0).findValuesAsText("role").toString());
    assertEquals(result("chatml").findValuesAsText("content"), chats.findValuesAsText("content"));
  }

  @Test
  void datasetsReadsWholeSessions() {
    JsonNode rows = result("rows");
    assertEquals("[a1, b%2 \u00a0é, c]", texts(rows, "id").toString());
    assertEquals("Tilk \"Lamp\"\tin\nred", rows.at("/0/turns/0/documents/2/title").asText());
    assertEquals(3, rows.at("/0/turns/0/documents/1/grade").asInt());
    assertEquals(true, rows.at("/2/turns/0/assistant").isNull());
  }

  @Test
  void irDatasetsReadsTopics() {
    JsonNode topics = result("topics");
    assertEquals(
        "[\"a1_2\",\"desk lamp smaller\",\"Is there a smaller one?\",\"a lamp to read by\"]",
        topics.get(1).toString());
    assertEquals("b%252%20%C2%A0é_2", topics.at("/2/0").asText());
    assertEquals(3, topics.size());
  }

  @Test
  void irDatasetsReadsQrels() {
    assertEquals("[\"a1_1\",\"p%203\",1,\"0\"]", result("qrels").get(2).toString());
  }

  @Test
  void trecEvalOrdersAsWeRank() {
    JsonNode evaluation = result("evaluation");
    assertEquals(3, evaluation.at("/qrels/a1_1/p2").asInt());
    // Worked out by hand: gains 2, 3, 1 and 3, 2, with discounts log2(rank + 1).
    double ideal = 3 + 2 / log2(3) + 1 / log2(4);
    assertEquals(
        (2 + 3 / log2(3) + 1 / log2(4)) / ideal,
        evaluation.at("/measures/a1_1/ndcg").asDouble(),
        1e-9);
    assertEquals(1, evaluation.at("/measures/a1_2/ndcg").asDouble(), 1e-9);
    assertEquals(1, evaluation.at("/measures/a1_1/recip_rank").asDouble(), 1e-9);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  @Test
  void irDatasetsReadsCastTopics() {
    JsonNode queries = result("cast");
    assertEquals(
        "[\"a1_2\",\"Is there a smaller one?\",\"a1\",2,\"desk lamp\",\"a lamp to read by\"]",
        queries.get(1).toString());
    assertEquals(7, queries.size());
  }

  @Test
  void beirLoadsItsDirectory() {
    JsonNode beir = result("beir");
    assertEquals("desk lamp smaller", beir.at("/queries/a1_2").asText());
    assertEquals("Brenn Lamp", beir.at("/corpus/p2/title").asText());
    assertEquals("{\"p1\":2,\"p2\":3,\"p%203\":1}", beir.at("/qrels/a1_1").toString());
  }

  @Test
  void theCardTellsDatasetsWhichFilesToRead() {
    JsonNode card = result("card");
    assertEquals("[\"a1\",\"b%2 \u00a0é\",\"c\"]", card.path("sessions").toString());
    assertEquals("cc-by-4.0", card.at("/header/license").asText());
    assertEquals("n<1K", card.at("/header/size_categories/0").asText());
  }

  private static List<String> texts(JsonNode rows, String field) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.path(field).asText()));
    return texts;
  }
}
