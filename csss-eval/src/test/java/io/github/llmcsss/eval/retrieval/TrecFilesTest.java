package io.github.llmcsss.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrecFilesTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("some file.txt");
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private String qrelsFault(String text) throws IOException {
    write(text);
    return fault(assertThrows(IOException.class, () -> TrecFiles.qrels(file)));
  }

  private String runFault(String text) throws IOException {
    write(text);
    return fault(assertThrows(IOException.class, () -> TrecFiles.run(file)));
  }

  private String fault(IOException e) {
    String message = String.valueOf(e.getMessage());
    assertEquals(file.toString(), message.substring(0, file.toString().length()));
    return message.substring(file.toString().length());
  }

  @Test
  void whiteSpaceIsTakenAsItComes() throws IOException {
    write("\ufeffq1 0 d1 2\r\nq1\t0\td2\t-1\t\n\n   \n# a remark\n q2  Q0 d1 0   ");
    Qrels qrels = TrecFiles.qrels(file);
    assertEquals(List.of("q1", "q2"), List.copyOf(qrels.queries()));
    assertEquals(Map.of("d1", 2, "d2", -1), qrels.of("q1"));
    assertEquals(Map.of("d1", 0), qrels.of("q2"));
    assertEquals(Map.of(), qrels.of("q3"));
    assertEquals(3, qrels.size());
  }

  @Test
  void theOrderOfARunIsThatOfScoresThenIds() throws IOException {
    write(
        """
        q1 Q0 a 1 0.5 first
        q1 Q0 b 2 7e-1 first
        q1 Q0 \u00e9 9 0.5 first
        q1 Q0 \ud83e\udda3 9 0.5 first
        q1 Q0 \uff21 9 0.50000000001 first
        q1 Q0 z 3 -Infinity last
        """);
    Run run = TrecFiles.run(file);
    assertEquals("last", run.id());
    assertEquals(
        List.of("b", "\ud83e\udda3", "\uff21", "\u00e9", "a", "z"),
        run.ranking("q1"),
        "ties by bytes of UTF-8, scores in single precision");
    assertEquals(List.of(), run.ranking("q2"));
  }

  @Test
  void faultsOfJudgementsAreNamed() throws IOException {
    String cells =
        "there must be 4 cells (query, iteration, document and relevance), but there are ";
    assertEquals(":2: " + cells + "5", qrelsFault("q 0 d 1\nq 0 d2 1 x\n"));
    assertEquals(":1: " + cells + "3", qrelsFault("q 0 d\n"));
    assertEquals(":1: cell 4 must be a whole number, but was \"1.0\"", qrelsFault("q 0 d 1.0"));
    assertEquals(
        ":3: the document \"d\" is judged twice for the query \"q\"",
        qrelsFault("q 0 d 1\np 0 d 1\nq 0 d 1\n"));
    assertEquals(": there is no judgement in the file", qrelsFault("\n# nothing\n"));
  }

  @Test
  void faultsOfRunsAreNamed() throws IOException {
    String cells =
        "there must be 6 cells (query, iteration, document, rank, score and run), but there are ";
    assertEquals(":1: " + cells + "5", runFault("q Q0 d 1 2.5\n"));
    for (String score : List.of("NaN", "nan", "high", "1.5f", "0x1p3", "1d")) {
      assertEquals(
          ":2: cell 5 must be a number, but was \"" + score + "\"",
          runFault("q Q0 d 1 2.5 me\nq Q0 e 2 " + score + " me\n"));
    }
    assertEquals(
        ":2: the document \"d\" is there twice for the query \"q\"",
        runFault("q Q0 d 1 2.5 me\nq Q0 d 2 2 me\n"));
    assertEquals(": there is no document in the file", runFault(""));
  }

  @Test
  void textThatIsNotUtf8IsNamed() throws IOException {
    Files.write(file, "q 0 caf\u00e9 1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        ":1: cell 3 is not UTF-8",
        fault(assertThrows(IOException.class, () -> TrecFiles.qrels(file))));
  }

  @Test
  void topicsAreReadWithAndWithoutLabels() throws IOException {
    write(
        """
        \ufeff<top>
        <num> Number: 301
        <title> International Organized Crime
        <desc> Description:
        Identify organizations
        that participate.
        <narr> Narrative:
        A relevant document names one.
        </top>

        <TOP><num>s1_2</num><title>desk lamp</title></TOP>
        """);
    assertEquals(
        List.of(
            new Topic(
                "301",
                "International Organized Crime",
                "Identify organizations that participate.",
                "A relevant document names one."),
            new Topic("s1_2", "desk lamp", "", "")),
        TrecFiles.topics(file));
  }

  private String topicsFault(String text) throws IOException {
    write(text);
    return fault(assertThrows(IOException.class, () -> TrecFiles.topics(file)));
  }

  @Test
  void faultsOfTopicsAreNamed() throws IOException {
    assertEquals(":1: the topic has no <num>", topicsFault("<top><title> x </top>"));
    assertEquals(
        ":3: the topic \"1\" is there twice",
        topicsFault("<top><num> 1 </top>\n<top><num> 1\n</top>"));
    assertEquals(":2: the topic before has no </top>", topicsFault("<top><num> 1\n<top>"));
    assertEquals(":1: the last topic has no </top>", topicsFault("<top><num> 1"));
    assertEquals(":1: there is a </top> without <top>", topicsFault("</top>"));
    assertEquals(":1: there is text outside <top> and </top>", topicsFault("lamp"));
    assertEquals(": there is no topic in the file", topicsFault("\n"));
  }

  @Test
  void beirFilesAreRead() throws IOException {
    write("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n");
    assertEquals(Map.of("d1", 2, "d2", 0), BeirFiles.qrels(file).of("q1"));
    write("q1\td1\t2\n");
    assertEquals(1, BeirFiles.qrels(file).size(), "without the line of names");
    write(
        "{\"_id\":\"b\",\"title\":\"A lamp\",\"text\":\"red\"}\n\n{\"_id\":\"a\",\"text\":\"\"}\n");
    assertEquals(List.of("b", "a"), List.copyOf(BeirFiles.texts(file).keySet()));
    assertEquals("A lamp red", BeirFiles.texts(file).get("b"));
  }

  @Test
  void faultsOfBeirFilesAreNamed() throws IOException {
    write("query-id\tcorpus-id\tscore\nq1\td1\thigh\n");
    assertEquals(
        ":2: cell 3 must be a whole number, but was \"high\"",
        fault(assertThrows(IOException.class, () -> BeirFiles.qrels(file))));
    for (Map.Entry<String, String> wrong :
        Map.of(
                "{\"_id\":\"a\",\"text\":\"\"}\n{\"_id\":\"a\",\"text\":\"\"}",
                ":2: the id \"a\" is there twice",
                "{\"text\":\"x\"}",
                ":1: there must be a text \"_id\"",
                "",
                ": there is no text in the file")
            .entrySet()) {
      write(wrong.getKey());
      assertEquals(
          wrong.getValue(), fault(assertThrows(IOException.class, () -> BeirFiles.texts(file))));
    }
    write("{\"_id\":");
    assertEquals(
        ":1: not JSON: ",
        fault(assertThrows(IOException.class, () -> BeirFiles.texts(file))).substring(0, 14));
  }

  @Test
  void jsonLinesAreRead() throws IOException {
    write(
        "\ufeff{\"query_id\":\"q1\",\"doc_id\":\"d1\",\"relevance\":2,\"iteration\":\"0\"}\r\n\n"
            + "{\"query_id\":7,\"doc_id\":\"\u8336\",\"relevance\":-1}");
    assertEquals(Map.of("d1", 2), JsonlFiles.qrels(file).of("q1"));
    assertEquals(Map.of("\u8336", -1), JsonlFiles.qrels(file).of("7"));
    write("{\"query_id\":\"q1\",\"doc_id\":\"d1\",\"score\":2.5}\n");
    assertEquals("mine", JsonlFiles.run(file, "mine").id());
    assertEquals(List.of("d1"), JsonlFiles.run(file, "mine").ranking("q1"));
  }

  @Test
  void faultsOfJsonLinesAreNamed() throws IOException {
    String good = "{\"query_id\":\"q\",\"doc_id\":\"d\",\"score\":1}\n";
    for (Map.Entry<String, String> wrong :
        Map.of(
                good + "[1]",
                ":2: the line must be a JSON object",
                good + "{} {}",
                ":2: not JSON: Trailing token",
                good + good,
                ":2: ",
                good + "{\"query_id\":\"q\",\"score\":1}",
                ":2: there must be a text \"doc_id\"",
                good + "{\"query_id\":\"q\",\"doc_id\":\"e\",\"score\":\"1\"}",
                ":2: \"score\" must be a number, but was \"1\"",
                good + "{\"query_id\":\"q\",\"doc_id\":\"e\",\"score\":NaN}",
                ":2: not JSON: ",
                good + "{\"query_id\":\"q\",\"doc_id\":\"e\"}",
                ":2: \"score\" must be a number, but was not there",
                "\n",
                ": there is no document in the file")
            .entrySet()) {
      write(wrong.getKey());
      String fault = fault(assertThrows(IOException.class, () -> JsonlFiles.run(file, "r")));
      assertTrue(fault.startsWith(wrong.getValue()), fault);
    }
    write("{\"query_id\":\"q\",\"doc_id\":\"d\",\"relevance\":1.5}");
    assertEquals(
        ":1: \"relevance\" must be a whole number, but was 1.5",
        fault(assertThrows(IOException.class, () -> JsonlFiles.qrels(file))));
    Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"', '}'});
    assertEquals(
        ":1: the line is not UTF-8",
        fault(assertThrows(IOException.class, () -> JsonlFiles.qrels(file))));
  }

  @Test
  void linesAreBounded() throws IOException {
    assertEquals(
        ":2: the line must be at most 16777216 bytes",
        qrelsFault("q 0 d 1\n" + "x".repeat(1 << 24) + " 0 d 1\n"));
  }
}
