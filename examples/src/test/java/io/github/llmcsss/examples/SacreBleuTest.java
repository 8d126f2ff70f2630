package io.github.llmcsss.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures are those that sacrebleu 2.6.0 prints for these texts. */
final class SacreBleuTest {
  private final Path texts;
  private final Path references;

  SacreBleuTest(@TempDir Path directory) throws IOException {
    texts =
        Files.writeString(directory.resolve("h.txt"), "the cat sat on the mat .\na small dog\n");
    references =
        Files.writeString(
            directory.resolve("r.txt"), "the cat is on the mat .\na little dog barks\n");
  }

  private Console measure(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(references.toString(), references.toString(), "-i", texts.toString()));
    arguments.addAll(List.of(options));
    return Console.of(new SacreBleu(), arguments.toArray(new String[0]));
  }

  @Test
  void printsTheJsonOfSacrebleu() throws IOException {
    Console console = measure("-lc");
    assertEquals(0, console.exitCode(), console.err());
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {
                 "name": "BLEU",
                 "score": 38.7,
                 "signature": "nrefs:2|case:lc|eff:no|tok:13a|smooth:exp|version:2.6.0",
                 "verbose_score": "80.0/50.0/33.3/25.0 (BP = 0.905 ratio = 0.909 hyp_len = 10 ref_len = 11)",
                 "nrefs": "2",
                 "case": "lc",
                 "eff": "no",
                 "tok": "13a",
                 "smooth": "exp",
                 "version": "2.6.0"
                }
                """)
            .toPrettyString(),
        console.out().strip());
  }

  @Test
  void severalMetricsAreAnArray() throws IOException {
    JsonNode all =
        new ObjectMapper()
            .readTree(measure("--chrf-word-order", "2", "-m", "bleu", "chrf", "ter").out());
    assertEquals(3, all.size());
    assertEquals("chrF2++", all.at("/1/name").asText());
    assertEquals(48.4, all.at("/1/score").doubleValue());
    assertEquals("2", all.at("/1/nw").asText());
    assertEquals(27.3, all.at("/2/score").doubleValue());
    assertEquals(
        "nrefs:2|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0",
        all.at("/2/signature").asText());
    JsonNode wide =
        new ObjectMapper().readTree(measure("-w", "4", "-s", "floor", "-sv", "0.2").out());
    assertEquals(38.6625, wide.path("score").doubleValue());
    assertEquals("floor[0.20]", wide.path("smooth").asText());
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Files.writeString(references, "one line\n");
    assertEquals(
        "SacreBleu: "
            + references
            + ": there must be 2 lines as in "
            + texts
            + ", but there are 1\n",
        measure().err());
    Files.writeString(references, "a\nb\n");
    assertTrue(measure("-tok", "zh").err().contains("unknown tokenizer \"zh\"; known: none, 13a"));
    assertTrue(measure("-s", "x").err().contains("unknown smoothing \"x\"; known: none, floor"));
    assertTrue(measure("-m", "wer").err().contains("unknown metric \"wer\"; known: bleu, chrf"));
  }
}
