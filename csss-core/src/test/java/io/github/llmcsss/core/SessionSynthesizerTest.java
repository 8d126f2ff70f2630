package io.github.llmcsss.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionSynthesizerTest {
  private final BabblingGenerator generator = new BabblingGenerator();

  @TempDir Path directory;

  @AfterEach
  void closeGenerator() {
    generator.close();
    assertEquals(0, generator.running.get(), "requests left running");
    assertEquals(List.of(), List.copyOf(generator.conversations), "conversations not released");
  }

  private SynthesizerBuilder builder() {
    return SessionSynthesizer.builder()
        .generator(generator)
        .searchEnvironment(TestShop.search())
        .seed(42);
  }

  @Test
  void writesARunThatReadsBackAsItWasMade() throws IOException {
    SessionSynthesizer synthesizer = builder().build();
    SynthesisReport report = synthesizer.synthesize(TestShop.seeds(30), directory.resolve("run"));
    RunDirectory run = RunDirectory.open(directory.resolve("run"));
    assertTrue(run.complete());
    assertEquals(RunEnd.SESSIONS, report.end());
    assertEquals(30, report.counts().asked());
    List<Session> read;
    try (Stream<Session> sessions = run.sessions()) {
      read = sessions.toList();
    }
    List<Session> streamed;
    try (Stream<Session> sessions = synthesizer.stream(TestShop.seeds(30))) {
      streamed = sessions.toList();
    }
    assertEquals(report.counts().finished(), read.size());
    assertTrue(read.size() >= 25, report.toString());
    assertEquals(streamed.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertEquals(texts(streamed.get(i)), texts(read.get(i)));
      assertEquals(streamed.get(i).id(), read.get(i).id());
      assertEquals(streamed.get(i).endReason(), read.get(i).endReason());
    }
  }

  @Test
  void writesTheSameBytesAtAnyNumberOfSessionsInFlight() throws IOException {
    Map<String, String> expected = null;
    for (int inFlight : new int[] {1, 2, 7, 64}) {
      Path run = directory.resolve("run-" + inFlight);
      builder().sessionsInFlight(inFlight).bestOf(3).build().synthesize(TestShop.seeds(40), run);
      Map<String, String> bytes = contents(run);
      expected = expected == null ? bytes : expected;
      assertEquals(expected, bytes, "in flight: " + inFlight);
    }
  }

  @Test
  void keepsToTheSessionsInFlight() throws IOException {
    builder().sessionsInFlight(3).build().synthesize(TestShop.seeds(30), directory.resolve("run"));
    int most = generator.mostRunning.get();
    assertTrue(most >= 2 && most <= 3, "at the same time: " + most);
  }

  @Test
  void turnsFollowThePolicyAndTheFirstIsTheSeedQuery() {
    try (Stream<Session> sessions =
        builder().turns(TurnPolicy.exactly(3)).build().stream(TestShop.seeds(20))) {
      sessions.forEach(session -> {
        assertEquals(3, session.turns().size());
        assertEquals(session.seed().text(), session.turns().getFirst().user());
        assertTrue(session.turns().stream().allMatch(turn -> turn.response().isPresent()));
        assertEquals(EndReason.LENGTH, session.endReason());
      });
    }
  }

  @Test
  void refusesNoSeedQueries() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> builder().build().synthesize(List.of(), directory.resolve("run")));
    assertEquals("seeds must be not empty, but was []", e.getMessage());
  }

  static List<String> texts(Session session) {
    return session.turns().stream()
        .flatMap(turn ->
            Stream.concat(
                Stream.of(turn.user()),
                turn.response().stream()
                    .map(answer -> answer.text() + "|" + answer.query() + "|" + answer.reward())))
        .toList();
  }

  static Map<String, String> contents(Path run) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("log.jsonl")) {
          bytes.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return bytes;
  }
}
