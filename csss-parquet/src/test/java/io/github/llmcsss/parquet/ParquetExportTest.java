package io.github.llmcsss.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.core.export.ExportReport;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetExportTest {
  private final Path directory;
  private final Path target;
  private final RunDirectory run;

  ParquetExportTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.target = directory.resolve("sessions.parquet");
    this.run = SampleRun.write(directory.resolve("run"));
  }

  @Test
  void readsBackAsItWas() throws IOException {
    assertEquals(new ExportReport(target, 2, 2, true), new ParquetExport().write(run, target));
    try (ParquetReader<Group> reader = open(target)) {
      assertEquals(SessionRow.of(SampleRun.SESSIONS.get(0)).toString(), reader.read().toString());
      assertEquals(SessionRow.of(SampleRun.SESSIONS.get(1)).toString(), reader.read().toString());
      assertNull(reader.read());
    }
  }

  @Test
  void aRowHasEveryPartOfASession() {
    String row = SessionRow.of(SampleRun.SESSIONS.getFirst()).toString();
    for (String part :
        new String[] {
          "id: a\n",
          "need: a lamp\n",
          "element: Light\n",
          "endReason: ACCEPTED\n",
          "move: REVEAL\n",
          "planned: true\n",
          "element: TYPO\n",
          "assistant: The Osmo Lamp costs $3.\n",
          "query: lamp",
          "reward: 0.25\n",
          "finishReason: STOP_STRING\n",
          "title: Lamp\t\ud83d\ude00\n",
          "score: 2.5\n",
          "grade: 3\n",
          "grade: 1\n",
          "document: p1\n",
          "field: title\n",
          "fieldEnd: 9\n",
          "leaks: false\n",
          "start: 20\n",
          "kind: PRICE\n"
        }) {
      assertTrue(row.contains(part), () -> part + " in " + row);
    }
  }

  @Test
  void theSameRunGivesTheSameBytes() throws IOException {
    Path again = directory.resolve("again.parquet");
    new ParquetExport().write(run, target);
    new ParquetExport().write(run, again);
    assertEquals(-1, Files.mismatch(target, again));
  }

  @Test
  void aBrokenRunLeavesWhatWasThere() throws IOException {
    Files.writeString(target, "old");
    Path part = directory.resolve("run/part-00000.jsonl");
    Files.writeString(part, "{}\n");
    IOException e = assertThrows(IOException.class, () -> new ParquetExport().write(run, target));
    assertTrue(String.valueOf(e.getMessage()).startsWith(part + ":1: "), e.getMessage());
    assertEquals("old", Files.readString(target));
    assertFalse(Files.exists(directory.resolve("sessions.parquet.tmp")));
  }

  @Test
  void aTargetThatCannotBeWrittenIsOneSentence() {
    Path nowhere = directory.resolve("no/such/folder/out");
    IOException e = assertThrows(IOException.class, () -> new ParquetExport().write(run, nowhere));
    assertEquals("cannot write " + nowhere + ": NoSuchFileException", e.getMessage());
  }

  private static ParquetReader<Group> open(Path file) throws IOException {
    return new ParquetReader.Builder<Group>(
        new LocalInputFile(file), new PlainParquetConfiguration()) {
      @Override
      protected ReadSupport<Group> getReadSupport() {
        return new GroupReadSupport();
      }
    }.build();
  }
}
