package io.github.llmcsss.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples as processes of their own: surroundings and signals. */
final class ExamplesProcessTest {
  @TempDir Path directory;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(Quickstart.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(directory.resolve("out.txt").toFile());
    builder.redirectError(directory.resolve("err.txt").toFile());
    builder.environment().put("HF_HUB_OFFLINE", "1");
    builder.environment().put("HF_HOME", directory.resolve("hub").toString());
    builder.environment().put("PATH", directory.toString());
    builder.environment().put("CSSS_HOME", directory.resolve("home").toString());
    return builder.start();
  }

  private String complaint() throws IOException {
    return Files.readString(directory.resolve("err.txt"));
  }

  @Test
  void saysWhereTheDefaultModelWasLookedFor() throws IOException, InterruptedException {
    Path out = directory.resolve("sessions");
    assertEquals(1, start("--out", out.toString()).waitFor(), complaint());
    String complaint = complaint();
    assertTrue(complaint.contains("SmolLM2-135M-Instruct.Q4_1.gguf was not found"), complaint);
    assertTrue(complaint.contains("there is no python3 on the PATH"), complaint);
    assertFalse(complaint.contains("\tat "), complaint);
    assertFalse(Files.exists(out));
  }

  /** Ctrl-C, then what a system sends that shuts down; each time the same command goes on. */
  @Test
  void stopsAtASessionBoundaryAndGoesOn() throws IOException, InterruptedException {
    Path out = directory.resolve("sessions");
    String catalogue = ProductFiles.small(directory).toString();
    String model = TinyModel.extractTo(directory.resolve("tiny")).toString();
    List<String> before = List.of();
    for (String signal : List.of("INT", "TERM", "INT")) {
      Process process =
          start(
              "--catalog",
              catalogue,
              "--model",
              model,
              "--sessions",
              "1000000",
              "--out",
              out.toString());
      try {
        awaitMoreThan(before.size(), out, process);
        int sent =
            new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertEquals(0, sent);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the run did not stop");
      } finally {
        process.destroyForcibly();
      }
      String complaint = complaint();
      assertEquals(130, process.exitValue(), complaint);
      assertTrue(complaint.contains("stopping at a session boundary"), complaint);
      assertTrue(complaint.contains("the same command goes on"), complaint);
      RunDirectory run = RunDirectory.open(out);
      assertFalse(run.complete());
      assertEquals(Optional.of("STOPPED"), run.end());
      List<String> ids;
      try (Stream<Session> sessions = run.sessions()) {
        ids = sessions.map(Session::id).toList();
      }
      assertEquals(run.counts().orElseThrow().finished(), ids.size());
      assertTrue(ids.size() > before.size());
      assertEquals(before, ids.subList(0, before.size()), "what was there stays");
      before = ids;
    }
  }

  private void awaitMoreThan(int sessions, Path out, Process process)
      throws IOException, InterruptedException {
    Path part = out.resolve("part-00000.jsonl.partial");
    while (!Files.exists(part) || lines(part) <= sessions) {
      assertTrue(process.isAlive(), complaint());
      Thread.sleep(50);
    }
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }
}
