package io.github.llmcsss.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What the reference tools say, by the scripts of {@code src/test/python}. */
public final class ReferenceCases {
  private static final String PYTHON = System.getProperty("csss.python", "python3");

  private ReferenceCases() {}

  /** The lines that are kept beside a test. */
  public static BufferedReader kept(Class<?> test, String name) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Objects.requireNonNull(test.getResourceAsStream(name))),
            StandardCharsets.UTF_8));
  }

  /**
   * Conversations about products between people and a system, for comparisons on real sentences;
   * skips the test where the folder of {@code -Dcsss.shared} lacks them.
   */
  public static Path conversations() {
    Path file =
        Path.of(
            System.getProperty("csss.shared", ""),
            "data/crs-knowledge/dialogues_running_shoes_laptop.jsonl.gz");
    assumeTrue(Files.exists(file), "skipped: the conversations are not in " + file);
    return file.toAbsolutePath();
  }

  /**
   * A thousand new ones, made by {@code python3} or the interpreter that {@code -Dcsss.python}
   * names; skips the test where it lacks a module.
   *
   * @param arguments further ones of the script, after its seed and the number of cases
   */
  public static BufferedReader made(String script, Path directory, String... arguments)
      throws IOException, InterruptedException {
    Path cases = directory.resolve("cases.jsonl");
    Path errors = directory.resolve("errors.txt");
    List<String> command =
        new ArrayList<>(List.of(PYTHON, "src/test/python/" + script, "2", "1000"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(cases.toFile())
            .redirectError(errors.toFile())
            .start();
    int exit = process.waitFor();
    String complaint = Files.readString(errors);
    // The second is what nltk says where it has no WordNet.
    assumeTrue(
        !complaint.contains("No module named") && !complaint.contains("LookupError"),
        () -> "skipped: " + complaint);
    assertEquals(0, exit, complaint);
    return Files.newBufferedReader(cases);
  }
}
