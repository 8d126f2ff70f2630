package io.github.llmcsss.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWriterTest {
  @TempDir Path directory;

  private final List<Verdict> recovered = new ArrayList<>();

  private static Session session(String text, double reward, boolean withNeed) {
    return session("id", text, reward, withNeed);
  }

  private static Session session(String id, String text, double reward, boolean withNeed) {
    List<RetrievedDocument> found =
        List.of(
            new RetrievedDocument(1, Document.builder("p1", "Lamp " + text).build(), 7.25),
            new RetrievedDocument(2, Document.builder("p2", "Lamp").build(), -1e-9));
    Optional<Need> need =
        withNeed ? Optional.of(new Need("to see " + text, Set.of("p2", "p1"))) : Optional.empty();
    return new Session(
        id,
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

  private static Verdict finished(Session session) {
    return new Verdict.Finished(session, new Verdict.Tokens(900, 50));
  }

  private static Verdict finished(long index) {
    return finished(session(id(index), "number " + index, 0.5, index % 2 == 0));
  }

  private static Verdict rejected(long index) {
    Turn turn =
        new Turn("lamp", Optional.empty())
            .labelled(new MoveLabel(Move.COMPARE, true, Set.of(Quirk.TYPO)));
    Rejection rejection =
        new Rejection(
            id(index),
            SeedQuery.of("lamp"),
            0,
            1,
            index % 4 == 3,
            "repetition",
            "repeated",
            "so",
            List.of(turn));
    return new Verdict.Unfinished(rejection, new Verdict.Tokens(9, 5));
  }

  private static Verdict verdict(long index) {
    return index % 3 == 1 ? rejected(index) : finished(index);
  }

  private static String id(long index) {
    return "id" + index;
  }

  private RunWriter open(ExistingRun existing) throws IOException {
    return RunWriter.open(
        directory, existing, Map.of("seed", 5), RunWriterTest::id, recovered::add);
  }

  @Property(tries = 300)
  void aLineReadsBackAsTheSessionItWas(@ForAll String text, @ForAll boolean need)
      throws IOException {
    Session session = session(text.replaceAll("[\\ud800-\\udfff]", ""), 1.0 / 3, need);
    Verdict verdict = new Verdict.Finished(session, new Verdict.Tokens(900, 50));
    String line = VerdictJson.write(verdict);
    assertEquals(verdict, VerdictJson.read(line));
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
        {"role":"user","text":"bye"}],\
        "usage":{"promptTokens":900,"generatedTokens":50}}\
        """,
        VerdictJson.write(finished(session("!", 0.5, true))));
  }

  @Test
  void aLineWithoutGroundingIsRead() throws IOException {
    Session session = session("!", 0.5, true);
    String line =
        VerdictJson.write(finished(session))
            .replaceAll(",\"citations\":\\[[^\\[]*\\[3\\][^\\]]*\\]", "")
            .replaceAll(",\"unsupported\":\\[[^\\]]*\\]", "");
    assertFalse(line.contains("citations") || line.contains("unsupported"), line);
    SystemResponse answer = read(line).turns().get(1).response().orElseThrow();
    assertEquals(List.of(), answer.citations());
    assertEquals(List.of(), answer.unsupported());
  }

  private static Session read(String line) throws IOException {
    return ((Verdict.Finished) VerdictJson.read(line)).session();
  }

  @Test
  void aSpanOutsideTheAnswerIsNoSession() throws IOException {
    String line = VerdictJson.write(finished(session("!", 0.5, true)));
    String wrong = line.replace("\"end\":2,", "\"end\":99,");
    assertThrows(IllegalArgumentException.class, () -> VerdictJson.read(wrong));
    String word = line.replace("\"end\":2,", "\"end\":\"two\",");
    assertThrows(IllegalArgumentException.class, () -> VerdictJson.read(word));
  }

  @Test
  void aRunIsCompleteOnlyWhenItHasEnded() throws IOException {
    Session session = session("id0", "a", 0.5, false);
    RunCounts counts = counts(session);
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      writer.commit(List.of(finished(session)));
      RunDirectory open = RunDirectory.open(directory);
      assertFalse(open.complete());
      assertEquals(Optional.empty(), open.counts());
      assertEquals(List.of(session), sessions(open));
      assertTrue(Files.exists(directory.resolve("part-00000.jsonl.partial")));
      writer.finish(counts, "SESSIONS", true);
    }
    RunDirectory done = RunDirectory.open(directory);
    assertTrue(done.complete());
    assertEquals(Optional.of(counts), done.counts());
    assertEquals(List.of(session), sessions(done));
    assertTrue(done.description().contains("\"seed\" : 5"), done.description());
    assertEquals(
        List.of("log.jsonl", "part-00000.jsonl", "rejected.jsonl", "run.json", "run.lock"),
        names(directory));
  }

  @Test
  void aStoppedRunStaysPartial() throws IOException {
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      writer.commit(List.of(finished(0)));
      writer.finish(counts(session("a", 0.5, false)), "SESSIONS", false);
    }
    assertFalse(RunDirectory.open(directory).complete());
    assertTrue(names(directory).contains("part-00000.jsonl.partial"));
  }

  @Test
  void aPartStandsForAThousandPlannedSessions() throws IOException {
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      writer.commit(LongStream.range(0, 2003).mapToObj(RunWriterTest::verdict).toList());
      assertEquals(2003, writer.next());
      writer.finish(counts(), "SESSIONS", true);
    }
    assertEquals(
        List.of("part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl"),
        names(directory).stream().filter(name -> name.startsWith("part")).toList());
    assertEquals(2003 - 668, sessions(RunDirectory.open(directory)).size());
    List<String> rejected = Files.readAllLines(directory.resolve("rejected.jsonl"));
    assertEquals(668, rejected.size());
    assertEquals(
        """
        {"id":"id1","seed":"lamp","categories":[],"repetition":0,"turn":1,"verdict":"rejected",\
        "filter":"repetition","reason":"repeated","detail":"so","turns":[{"role":"user",\
        "text":"lamp","move":"COMPARE","planned":true,"quirks":["TYPO"]}],\
        "usage":{"promptTokens":9,"generatedTokens":5}}\
        """,
        rejected.getFirst());
  }

  @Test
  void whatWasCommittedIsRecoveredWhereverTheRunWasCut() throws IOException {
    Map<String, String> whole = written(directory.resolve("whole"), 0, 1005);
    for (int cut : new int[] {0, 1, 2, 3, 500, 998, 999, 1000, 1001, 1004, 1005}) {
      directory = directory.resolveSibling("cut-" + cut);
      try (RunWriter writer = open(ExistingRun.CONTINUE)) {
        writer.commit(LongStream.range(0, cut).mapToObj(RunWriterTest::verdict).toList());
      }
      assertEquals(whole, written(directory, cut, 1005), "cut at " + cut);
      assertEquals(LongStream.range(0, cut).mapToObj(RunWriterTest::verdict).toList(), recovered);
    }
  }

  private Map<String, String> written(Path where, int from, int to) throws IOException {
    directory = where;
    recovered.clear();
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      assertEquals(from, writer.next());
      writer.commit(LongStream.range(from, to).mapToObj(RunWriterTest::verdict).toList());
      writer.finish(counts(), "SESSIONS", true);
    }
    return contents(where);
  }

  @Property(tries = 60)
  void aRunGoesOnAfterAnyLossOfUnacknowledgedBytes(
      @ForAll @IntRange(min = 0, max = 6000) int part,
      @ForAll @IntRange(min = 0, max = 600) int rejections)
      throws IOException {
    directory = Files.createTempDirectory("run-writer");
    Map<String, String> whole = written(directory.resolve("whole"), 0, 8);
    directory = directory.resolveSibling(directory.getFileName() + "cut").resolve("cut");
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      writer.commit(LongStream.range(0, 8).mapToObj(RunWriterTest::verdict).toList());
    }
    cut(directory.resolve("part-00000.jsonl.partial"), part);
    cut(directory.resolve("rejected.jsonl"), rejections);
    recovered.clear();
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      int next = Math.toIntExact(writer.next());
      assertEquals(LongStream.range(0, next).mapToObj(RunWriterTest::verdict).toList(), recovered);
      writer.commit(LongStream.range(next, 8).mapToObj(RunWriterTest::verdict).toList());
      writer.finish(counts(), "SESSIONS", true);
    }
    assertEquals(whole, contents(directory));
  }

  private static void cut(Path file, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Math.min(channel.size(), bytes));
    }
  }

  @Test
  void earlyVerdictsOutliveTheProcess() throws IOException {
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      writer.early(4, verdict(4));
      writer.early(2, verdict(2));
      writer.early(1, verdict(1));
      writer.commit(List.of(verdict(0), verdict(1)));
    }
    Path journal = directory.resolve("early.journal");
    Files.writeString(
        journal, Files.readString(journal) + "7\t00000000\t{}\n9\tgarb\n\n6\t12345678\t{\"id");
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      assertEquals(Map.of(2L, verdict(2), 4L, verdict(4)), writer.early());
      writer.commit(List.of(verdict(2)));
    }
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      assertEquals(Map.of(4L, verdict(4)), writer.early());
      writer.commit(List.of(verdict(3), verdict(4)));
      writer.finish(counts(), "SESSIONS", true);
    }
    assertFalse(Files.exists(journal));
  }

  @Test
  void theJournalStaysSmall() throws IOException {
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      for (long i = 0; i < 1200; i++) {
        writer.early(i + 1, verdict(i + 1));
        writer.commit(List.of(verdict(i)));
      }
    }
    try (Stream<String> lines = Files.lines(directory.resolve("early.journal"))) {
      assertTrue(lines.count() < 300);
    }
  }

  @Test
  void refusesARunThatWasMadeOtherwise() throws IOException {
    open(ExistingRun.CONTINUE).close();
    for (ExistingRun existing : new ExistingRun[] {ExistingRun.CONTINUE, ExistingRun.EXTEND}) {
      assertEquals(
          "the directory "
              + directory
              + " holds a run that was made otherwise: seed is 6, but was 5; give another directory,"
              + " the same settings, or overwrite it",
          failure(existing, Map.of("seed", 6)));
    }
    RunWriter.open(
            directory, ExistingRun.OVERWRITE, Map.of("seed", 6), RunWriterTest::id, recovered::add)
        .close();
    assertEquals(
        "the directory "
            + directory
            + " holds a run that was made otherwise: target is 9, but was absent; give another"
            + " directory, extend the run, or overwrite it",
        failure(ExistingRun.CONTINUE, Map.of("seed", 6, "target", 9)));
  }

  @Test
  void anEndedRunIsExtendedAsIfItHadNotEnded() throws IOException {
    Map<String, String> whole = written(directory.resolve("whole"), 0, 1500);
    Path extended = directory.resolveSibling("extended");
    written(extended, 0, 1200);
    recovered.clear();
    try (RunWriter writer = open(ExistingRun.EXTEND)) {
      assertEquals(1200, writer.next());
      assertFalse(RunDirectory.open(directory).complete());
      writer.commit(LongStream.range(1200, 1500).mapToObj(RunWriterTest::verdict).toList());
      writer.finish(counts(), "SESSIONS", true);
    }
    assertEquals(whole, contents(extended));
  }

  @Test
  void overwritingDeletesTheRunAndNothingElse() throws IOException {
    written(directory, 0, 1500);
    Files.writeString(directory.resolve("notes.txt"), "mine");
    recovered.clear();
    try (RunWriter writer = open(ExistingRun.OVERWRITE)) {
      assertEquals(0, writer.next());
    }
    assertEquals(List.of(), recovered);
    assertEquals(
        List.of(
            "early.journal", "log.jsonl", "notes.txt", "rejected.jsonl", "run.json", "run.lock"),
        names(directory));
  }

  @Test
  void aHalfDeletedRunIsNeverTakenForAnother() throws IOException {
    written(directory, 0, 1500);
    Manifest.writeOverwritten(directory);
    Files.delete(directory.resolve("rejected.jsonl"));
    recovered.clear();
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      assertEquals(0, writer.next());
    }
    assertEquals(List.of(), recovered);
    assertFalse(Files.exists(directory.resolve("part-00000.jsonl")));
  }

  @Test
  void neverTouchesADirectoryWithoutARun() throws IOException {
    Files.writeString(directory.resolve("part-00000.jsonl"), "years of work");
    for (ExistingRun existing : ExistingRun.values()) {
      assertEquals(
          "the directory " + directory + " is not empty and not a run's; give another directory",
          failure(existing, Map.of("seed", 5)));
    }
    assertEquals(List.of("part-00000.jsonl"), names(directory));
  }

  @Test
  void refusesASecondWriter() throws IOException {
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      assertEquals(0, writer.next());
      for (ExistingRun existing : ExistingRun.values()) {
        assertEquals(
            "another run is writing to the directory "
                + directory
                + "; wait until it ends, or give another directory",
            failure(existing, Map.of("seed", 5)));
      }
    }
    open(ExistingRun.CONTINUE).close();
  }

  @Test
  void refusesARunOfANewerLibrary() throws IOException {
    open(ExistingRun.CONTINUE).close();
    Files.writeString(
        directory.resolve("run.json"),
        "{\"complete\":false,\"format\":99,\"libraryVersion\":\"7.1\"}");
    String expected =
        directory.resolve("run.json")
            + ": written by a newer library (format 99; this one knows up to "
            + RunWriter.FORMAT
            + "); use library version 7.1 or later";
    assertEquals(expected, failure(ExistingRun.CONTINUE, Map.of("seed", 5)));
    assertEquals(
        expected, assertThrows(IOException.class, () -> RunDirectory.open(directory)).getMessage());
  }

  @Test
  void refusesPartsThatWereChanged() throws IOException {
    written(directory, 0, 1500);
    Path part = directory.resolve("part-00000.jsonl");
    String text = Files.readString(part);
    Files.writeString(part, text.replaceFirst("number 6", "number 7"));
    assertTrue(
        failure(ExistingRun.CONTINUE, Map.of("seed", 5))
            .startsWith(part + " was changed after it was written: its SHA-256 is not"));
    Files.delete(part);
    assertEquals(
        "the file " + part + " is missing; restore it, or overwrite the run",
        failure(ExistingRun.CONTINUE, Map.of("seed", 5)));
  }

  @Test
  void refusesRejectionsThatWereChanged() throws IOException {
    try (RunWriter writer = open(ExistingRun.CONTINUE)) {
      writer.commit(LongStream.range(0, 1500).mapToObj(RunWriterTest::verdict).toList());
    }
    Path part = directory.resolve("part-00000.jsonl");
    Path rejections = directory.resolve("rejected.jsonl");
    Files.writeString(
        rejections, Files.readString(rejections).lines().skip(1).collect(Collectors.joining("\n")));
    assertEquals(
        "session 1 (id1) stands neither at "
            + part
            + ":2 nor at "
            + rejections
            + ":1, though later ones are there: the files were changed after they were written;"
            + " restore them, or overwrite the run",
        failure(ExistingRun.CONTINUE, Map.of("seed", 5)));
  }

  @Test
  void aFileInTheWayIsOneSentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    directory = file;
    assertEquals(
        "cannot make the directory " + file + ": there is a file of this name",
        failure(ExistingRun.CONTINUE, Map.of("seed", 5)));
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

  private String failure(ExistingRun existing, Map<String, Object> description) {
    return String.valueOf(
        assertThrows(
                IOException.class,
                () ->
                    RunWriter.open(
                            directory, existing, description, RunWriterTest::id, recovered::add)
                        .close())
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

  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names(directory)) {
      if (!name.equals("log.jsonl")) {
        contents.put(name, Files.readString(directory.resolve(name)));
      }
    }
    return contents;
  }
}
