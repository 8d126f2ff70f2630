package io.github.llmcsss.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.DocumentField;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Quirk;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.UnsupportedClaim;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWriterTest {
  @TempDir Path directory;

  private static Session session(String text, double reward, boolean withNeed) {
    List<RetrievedDocument> found =
        List.of(
            new RetrievedDocument(1, Document.builder("p1", "Lamp " + text).build(), 7.25),
            new RetrievedDocument(2, Document.builder("p2", "Lamp").build(), -1e-9));
    Optional<Need> need =
        withNeed ? Optional.of(new Need("to see " + text, Set.of("p2", "p1"))) : Optional.empty();
    return new Session(
        "id",
        new SeedQuery("lamp" + text, List.of("Home", "Light"), need),
        3,
        need,
        List.of(
            new Turn("lamp" + text, Optional.empty()),
            new Turn(
                text,
                Optional.of(
                    new SystemResponse(
                        "Sure " + text,
                        "lamp",
                        found,
                        reward,
                        FinishReason.STOP_STRING,
                        List.of(
                            new Citation(
                                0, 2, ClaimKind.NUMBER, "p1", new DocumentField.Feature(3), 1, 9)),
                        List.of(new UnsupportedClaim(2, 4, ClaimKind.PRICE))))),
            new Turn("bye", Optional.empty())),
        EndReason.FAREWELL);
  }

  private static RunCounts counts(Session... sessions) {
    RunTally tally = new RunTally();
    for (Session session : sessions) {
      tally.add(session);
    }
    return tally.counts();
  }

  @Property(tries = 300)
  void aLineReadsBackAsTheSessionItWas(@ForAll String text, @ForAll boolean need)
      throws IOException {
    Session session = session(text.replaceAll("[\\ud800-\\udfff]", ""), 1.0 / 3, need);
    String line = SessionJson.write(session);
    assertEquals(session, SessionJson.read(line));
    assertFalse(line.contains("\n"));
  }

  @Test
  void aLineHasTheFieldsThatOthersRead() throws IOException {
    assertEquals(
        """
        {"id":"id","seed":"lamp!","categories":["Home","Light"],"repetition":3,\
        "need":{"description":"to see !","targets":["p1","p2"]},"endReason":"FAREWELL","turns":[\
        {"role":"user","text":"lamp!"},{"role":"user","text":"!"},\
        {"role":"assistant","text":"Sure !","query":"lamp","reward":0.5,\
        "finishReason":"STOP_STRING","documents":[{"id":"p1","title":"Lamp !","score":7.25},\
        {"id":"p2","title":"Lamp","score":-1.0E-9}],\
        "citations":[{"start":0,"end":2,"kind":"NUMBER","document":"p1","field":"features[3]",\
        "fieldStart":1,"fieldEnd":9}],"unsupported":[{"start":2,"end":4,"kind":"PRICE"}]},\
        {"role":"user","text":"bye"}]}\
        """,
        SessionJson.write(session("!", 0.5, true)));
  }

  @Test
  void aLineWithoutGroundingIsRead() throws IOException {
    Session session = session("!", 0.5, true);
    String line =
        SessionJson.write(session)
            .replaceAll(",\"citations\":\\[[^\\[]*\\[3\\][^\\]]*\\]", "")
            .replaceAll(",\"unsupported\":\\[[^\\]]*\\]", "");
    assertFalse(line.contains("citations") || line.contains("unsupported"), line);
    SystemResponse answer = SessionJson.read(line).turns().get(1).response().orElseThrow();
    assertEquals(List.of(), answer.citations());
    assertEquals(List.of(), answer.unsupported());
  }

  @Test
  void aSpanOutsideTheAnswerIsNoSession() throws IOException {
    String line = SessionJson.write(session("!", 0.5, true));
    String wrong = line.replace("\"end\":2,", "\"end\":99,");
    assertThrows(IllegalArgumentException.class, () -> SessionJson.read(wrong));
    String word = line.replace("\"end\":2,", "\"end\":\"two\",");
    assertThrows(IllegalArgumentException.class, () -> SessionJson.read(word));
  }

  @Test
  void aRunIsCompleteOnlyWhenItHasEnded() throws IOException {
    Session session = session("a", 0.5, false);
    RunCounts counts = counts(session);
    try (RunWriter writer = RunWriter.create(directory, false, Map.of("seed", 5))) {
      writer.write(0, session);
      RunDirectory open = RunDirectory.open(directory);
      assertFalse(open.complete());
      assertEquals(Optional.empty(), open.counts());
      assertEquals(List.of(session), sessions(open));
      assertTrue(Files.exists(directory.resolve("part-00000.jsonl.partial")));
      writer.finish(counts, true);
    }
    RunDirectory done = RunDirectory.open(directory);
    assertTrue(done.complete());
    assertEquals(Optional.of(counts), done.counts());
    assertEquals(List.of(session), sessions(done));
    assertTrue(done.description().contains("\"seed\" : 5"), done.description());
    assertEquals(
        List.of("log.jsonl", "part-00000.jsonl", "rejected.jsonl", "run.json"), names(directory));
  }

  @Test
  void aStoppedRunStaysPartial() throws IOException {
    Session session = session("a", 0.5, false);
    try (RunWriter writer = RunWriter.create(directory, false, Map.of())) {
      writer.write(0, session);
      writer.finish(counts(session), false);
    }
    assertFalse(RunDirectory.open(directory).complete());
    assertTrue(names(directory).contains("part-00000.jsonl.partial"));
  }

  @Test
  void aPartStandsForAThousandPlannedSessions() throws IOException {
    Turn turn =
        new Turn("lamp", Optional.empty())
            .labelled(new MoveLabel(Move.COMPARE, true, Set.of(Quirk.TYPO)));
    Rejection rejection =
        new Rejection("r", "lamp", 0, 1, false, "repetition", "repeated", "so", List.of(turn));
    try (RunWriter writer = RunWriter.create(directory, false, Map.of())) {
      writer.write(999, session("a", 0.5, false));
      writer.write(1000, rejection);
      writer.write(3000, session("b", 0.5, false));
      writer.finish(counts(), true);
    }
    assertEquals(
        List.of("part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl", "part-00003.jsonl"),
        names(directory).stream().filter(name -> name.startsWith("part")).toList());
    assertEquals(2, sessions(RunDirectory.open(directory)).size());
    assertEquals(
        """
        {"id":"r","seed":"lamp","repetition":0,"turn":1,"verdict":"rejected",\
        "filter":"repetition","reason":"repeated","detail":"so","turns":[{"role":"user",\
        "text":"lamp","move":"COMPARE","planned":true,"quirks":["TYPO"]}]}
        """,
        Files.readString(directory.resolve("rejected.jsonl")));
    JsonNode line = new ObjectMapper().readTree(directory.resolve("rejected.jsonl").toFile());
    assertEquals(rejection, RejectionJson.read(line));
  }

  @Test
  void refusesADirectoryThatHoldsARun() throws IOException {
    RunWriter.create(directory, false, Map.of()).close();
    assertEquals(
        "the directory "
            + directory
            + " already holds a run; give another directory, or set overwrite(true) to delete that"
            + " run",
        failure(false));
    Files.writeString(directory.resolve("part-00007.jsonl"), "old");
    RunWriter.create(directory, true, Map.of()).close();
    assertFalse(Files.exists(directory.resolve("part-00007.jsonl")));
  }

  @Test
  void neverDeletesWhatIsNotARuns() throws IOException {
    RunWriter.create(directory, false, Map.of()).close();
    Files.writeString(directory.resolve("thesis.tex"), "years of work");
    for (boolean overwrite : new boolean[] {false, true}) {
      assertEquals(
          "the directory " + directory + " is not empty and not a run's; give another directory",
          failure(overwrite));
    }
    assertTrue(Files.exists(directory.resolve("run.json")));
  }

  @Test
  void aFileInTheWayIsOneSentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    IOException e =
        assertThrows(IOException.class, () -> RunWriter.create(file, false, Map.of()).close());
    assertEquals(
        "cannot make the directory " + file + ": there is a file of this name", e.getMessage());
  }

  @Test
  void aFullDiskIsOneSentenceAndLeavesNoCompleteRun() throws IOException {
    RunWriter.Opener opener =
        file ->
            new FilterOutputStream(Files.newOutputStream(file)) {
              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                if (file.toString().endsWith(".partial")) {
                  throw new IOException("No space left on device");
                }
                super.write(bytes, offset, length);
              }
            };
    Session session = session("a", 0.5, false);
    IOException e =
        assertThrows(
            IOException.class,
            () -> {
              try (RunWriter writer = RunWriter.create(directory, false, Map.of(), opener)) {
                writer.write(0, session);
                writer.finish(counts(session), true);
              }
            });
    assertEquals(
        "cannot write "
            + directory.resolve("part-00000.jsonl.partial")
            + ": No space left on device",
        e.getMessage());
    assertFalse(RunDirectory.open(directory).complete());
  }

  @Test
  void everyFileIsClosedWhateverFails() {
    List<Path> open = new CopyOnWriteArrayList<>();
    RunWriter.Opener opener =
        file -> {
          if (file.endsWith("log.jsonl")) {
            throw new IOException("too many open files");
          }
          open.add(file);
          return new OutputStream() {
            private final OutputStream inner = Files.newOutputStream(file);

            @Override
            public void write(int b) throws IOException {
              inner.write(b);
            }

            @Override
            public void close() throws IOException {
              open.remove(file);
              inner.close();
            }
          };
        };
    assertThrows(
        IOException.class, () -> RunWriter.create(directory, false, Map.of(), opener).close());
    assertEquals(List.of(), open);
  }

  @Test
  void readingNamesFileAndLine() throws IOException {
    try (RunWriter writer = RunWriter.create(directory, false, Map.of())) {
      writer.write(0, session("a", 0.5, false));
      writer.finish(counts(), true);
    }
    Path part = directory.resolve("part-00000.jsonl");
    Files.writeString(part, Files.readString(part) + "{\"id\":\"x\"}\n");
    RunDirectory run = RunDirectory.open(directory);
    UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> sessions(run));
    assertEquals(part + ":2: not a session: the field \"seed\" is missing", e.getMessage());
  }

  @Test
  void theLineAtWhichARunWasKilledIsNoSession() throws IOException {
    try (RunWriter writer = RunWriter.create(directory, false, Map.of())) {
      writer.write(0, session("a", 0.5, false));
    }
    Path part = directory.resolve("part-00000.jsonl.partial");
    Files.writeString(part, Files.readString(part) + "{\"id\":\"x\",\"se");
    assertEquals(1, sessions(RunDirectory.open(directory)).size());
  }

  @Test
  void refusesADirectoryWithoutARun() throws IOException {
    IOException e = assertThrows(IOException.class, () -> RunDirectory.open(directory));
    assertEquals(
        "the directory " + directory + " holds no run: there is no run.json", e.getMessage());
    Files.writeString(directory.resolve("run.json"), "{\n\"complete\": tru");
    IOException broken = assertThrows(IOException.class, () -> RunDirectory.open(directory));
    assertTrue(
        String.valueOf(broken.getMessage())
            .startsWith(directory.resolve("run.json") + ":2: not JSON: "),
        broken.getMessage());
  }

  private String failure(boolean overwrite) {
    return String.valueOf(
        assertThrows(
                IOException.class, () -> RunWriter.create(directory, overwrite, Map.of()).close())
            .getMessage());
  }

  private static List<Session> sessions(RunDirectory run) throws IOException {
    try (Stream<Session> sessions = run.sessions()) {
      return sessions.toList();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
