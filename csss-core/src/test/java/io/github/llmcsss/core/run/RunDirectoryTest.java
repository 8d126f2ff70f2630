package io.github.llmcsss.core.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a run: one that is going on, one that was killed, one that somebody changed. */
class RunDirectoryTest {
  /** Characters of one to four bytes. */
  private static final String TEXT = "cafetière à piston 茶壶 🫖 number ";

  @TempDir Path directory;

  private static Verdict verdict(long index) {
    Verdict.Tokens tokens = new Verdict.Tokens(9, 5);
    if (index % 3 == 1) {
      return new Verdict.Unfinished(
          new Rejection(
              "id" + index, SeedQuery.of(TEXT), 0, 0, false, "length", "too-short", "", List.of()),
          tokens);
    }
    Turn turn = new Turn(TEXT + index, Optional.empty());
    return new Verdict.Finished(
        new Session(
            "id" + index,
            SeedQuery.of(TEXT),
            0,
            Optional.empty(),
            List.of(turn),
            EndReason.FAREWELL),
        tokens);
  }

  private RunWriter writer() throws IOException {
    return RunWriter.open(
        directory, ExistingRun.CONTINUE, Map.of("seed", 5), i -> "id" + i, v -> {});
  }

  private void write(int sessions, boolean complete) throws IOException {
    try (RunWriter writer = writer()) {
      writer.commit(LongStream.range(0, sessions).mapToObj(RunDirectoryTest::verdict).toList());
      writer.finish(new RunTally().counts(), "SESSIONS", complete);
    }
  }

  private List<Session> sessions() throws IOException {
    try (Stream<Session> sessions = RunDirectory.open(directory).sessions()) {
      return sessions.toList();
    }
  }

  private List<Rejection> rejections() throws IOException {
    try (Stream<Rejection> rejections = RunDirectory.open(directory).rejections()) {
      return rejections.toList();
    }
  }

  private String failure() {
    return String.valueOf(
        assertThrows(UncheckedIOException.class, () -> sessions().addAll(List.of())).getMessage());
  }

  @Test
  void aRunThatWasCutAtAnyByteIsReadUpToThere() throws IOException {
    write(4, false);
    Path part = directory.resolve("part-00000.jsonl.partial");
    byte[] bytes = Files.readAllBytes(part);
    List<Session> all = sessions();
    assertEquals(3, all.size());
    for (int length = 0; length <= bytes.length; length++) {
      Files.write(part, Arrays.copyOf(bytes, length));
      int whole = Math.toIntExact(new String(bytes, 0, length, UTF_8).lines().count());
      whole -= length == 0 || bytes[length - 1] == '\n' ? 0 : 1;
      assertEquals(all.subList(0, whole), sessions(), "cut at " + length);
    }
  }

  @Test
  void rejectionsThatWereCutAreReadUpToThere() throws IOException {
    write(6, false);
    Path file = directory.resolve("rejected.jsonl");
    byte[] bytes = Files.readAllBytes(file);
    List<Rejection> all = rejections();
    assertEquals(2, all.size());
    for (int length = bytes.length / 2 + 1; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertEquals(all.subList(0, 1), rejections(), "cut at " + length);
    }
  }

  @Test
  void aLineThatIsNoSessionIsNamed() throws IOException {
    write(1, true);
    Path part = directory.resolve("part-00000.jsonl");
    Files.writeString(part, Files.readString(part) + "{\"id\":\"x\"}\n");
    assertEquals(part + ":2: not a session: the field \"seed\" is missing", failure());
  }

  @Test
  void textThatIsNotUtf8IsNamed() throws IOException {
    write(4, true);
    Path part = directory.resolve("part-00000.jsonl");
    List<String> lines = Files.readAllLines(part);
    Files.write(part, (lines.get(0) + "\n").getBytes(UTF_8));
    String latin = lines.get(1).replaceAll("[^\\x00-\\xff]", "?") + "\n";
    Files.write(part, concatenated(Files.readAllBytes(part), latin.getBytes(ISO_8859_1)));
    assertEquals(part + ":2: not a session: it is not UTF-8", failure());
  }

  @Test
  void aManifestThatIsNotUtf8IsNamed() throws IOException {
    write(1, true);
    Path manifest = directory.resolve("run.json");
    Files.write(manifest, "{\"complete\": true, \"café\": 1}".getBytes(ISO_8859_1));
    assertEquals(
        manifest + ":1: not UTF-8; restore the file",
        assertThrows(IOException.class, () -> RunDirectory.open(directory)).getMessage());
  }

  private static byte[] concatenated(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Test
  void aFinishedPartThatWasCutIsRefused() throws IOException {
    write(4, true);
    Path part = directory.resolve("part-00000.jsonl");
    byte[] bytes = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(bytes, bytes.length - 5));
    assertEquals(part + ":3: the line has no end: the file was cut; restore it", failure());
    int secondLine =
        new String(bytes, UTF_8).lines().findFirst().orElseThrow().getBytes(UTF_8).length;
    Files.write(part, Arrays.copyOf(bytes, secondLine + 1));
    assertTrue(failure().startsWith(part + " was changed after it was written"), failure());
  }

  @Test
  void rejectionsThatWereChangedAreRefused() throws IOException {
    write(6, true);
    Path file = directory.resolve("rejected.jsonl");
    Files.writeString(file, Files.readString(file).replaceFirst("too-short", "too-sweet"));
    UncheckedIOException e = assertThrows(UncheckedIOException.class, this::rejections);
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(file + " was changed after it was written"));
  }

  @Test
  void aPartThatIsMissingIsNamed() throws IOException {
    write(2005, true);
    assertEquals(1337, sessions().size());
    Path part = directory.resolve("part-00001.jsonl");
    Files.delete(part);
    assertEquals(
        "the file " + part + " is missing, though later parts are there; restore it",
        assertThrows(IOException.class, this::sessions).getMessage());
  }

  @Test
  void aVerdictIsFoundWhereverItIs() throws IOException {
    write(1004, false);
    RunDirectory run = RunDirectory.open(directory);
    for (long index : new long[] {0, 1, 999, 1000, 1003}) {
      assertEquals(verdict(index), run.verdict("id" + index));
    }
    Files.delete(directory.resolve("rejected.jsonl"));
    assertEquals(verdict(0), run.verdict("id0"));
    assertThrows(IOException.class, () -> run.verdict("id1"));
  }

  /**
   * The parts are renamed under the reader's hands; it sees a beginning of the run all the same.
   */
  @Test
  void aReaderFollowsARunThatIsGoingOn() throws Exception {
    int end = 12_000;
    writer().close();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          try (RunWriter writer = writer()) {
            while (writer.next() < end) {
              writer.commit(
                  LongStream.range(writer.next(), writer.next() + 125)
                      .mapToObj(RunDirectoryTest::verdict)
                      .toList());
            }
            writer.finish(new RunTally().counts(), "SESSIONS", true);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    List<String> expected =
        LongStream.range(0, end).filter(i -> i % 3 != 1).mapToObj(i -> "id" + i).toList();
    int before = 0;
    int readings = 0;
    while (!writing.isDone()) {
      List<String> ids = sessions().stream().map(Session::id).toList();
      assertEquals(expected.subList(0, ids.size()), ids);
      assertTrue(ids.size() >= before, "what was there is there");
      before = ids.size();
      readings++;
    }
    writing.get();
    assertTrue(readings > 2, "there were " + readings + " readings");
    assertEquals(expected, sessions().stream().map(Session::id).toList());
  }
}
