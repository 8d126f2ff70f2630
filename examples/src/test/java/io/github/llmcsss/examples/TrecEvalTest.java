package io.github.llmcsss.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrecEvalTest {
  private final Path qrels;
  private final Path run;

  TrecEvalTest(@TempDir Path directory) throws IOException {
    qrels = Files.writeString(directory.resolve("qrels"), "a 0 x 1\na 0 y 2\nb 0 x 1\n");
    run = Files.writeString(directory.resolve("run"), "a Q0 x 1 2 me\na Q0 z 2 1 me\n");
  }

  private Console eval(String... options) {
    String[] arguments = new String[options.length + 2];
    System.arraycopy(options, 0, arguments, 0, options.length);
    arguments[options.length] = qrels.toString();
    arguments[options.length + 1] = run.toString();
    return Console.of(new TrecEval(), arguments);
  }

  @Test
  void printsTheLinesOfTrecEval() {
    Console console = eval("-m", "P.1,5", "-m", "map", "-q");
    assertEquals(0, console.exitCode(), console.err());
    assertEquals(
        """
        map                   \ta\t0.5000
        P_1                   \ta\t1.0000
        P_5                   \ta\t0.2000
        map                   \tall\t0.5000
        P_1                   \tall\t1.0000
        P_5                   \tall\t0.2000
        """,
        console.out());
  }

  @Test
  void optionsAreThoseOfTrecEval() {
    assertEquals(
        "map                   \tall\t0.2500\n", eval("-c", "-m", "map").out(), "b counts as 0");
    assertEquals("map                   \tall\t0.0000\n", eval("-l", "2", "-m", "map").out());
    assertEquals("num_ret               \tall\t1\n", eval("-M", "1", "-m", "num_ret").out());
    assertEquals("num_ret               \tall\t1\n", eval("-J", "-m", "num_ret").out());
    assertEquals("relstring             \ta\t'1-'\n", eval("-q", "-n", "-m", "relstring").out());
    assertTrue(eval().out().startsWith("runid                 \tall\tme\nnum_q  "));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertTrue(eval("-m", "ndgc").err().startsWith("TrecEval: unknown measure \"ndgc\"; known: "));
    Files.writeString(run, "a Q0 x 1 high me\n");
    assertEquals(
        "TrecEval: " + run + ":1: cell 5 must be a number, but was \"high\"\n", eval().err());
    assertEquals(1, eval().exitCode());
  }
}
