package io.github.llmcsss.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.llmcsss.api.SearchRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  @Test
  void nothingIsPrintedInAFreshJvmWithUnconfiguredLogging() throws Exception {
    ProcessBuilder fresh =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Process process = fresh.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertEquals("", output);
  }

  /** Writes an index with vectors and searches it. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      Ranking ranking = Ranking.hybrid(new WordEmbedder(8, 1));
      try (LuceneSearch search = LuceneSearch.inMemory(Catalogues.SHOP, ranking)) {
        if (search.search(SearchRequest.of("boots", 3)).documents().isEmpty()) {
          throw new AssertionError("nothing was found");
        }
      }
    }
  }
}
