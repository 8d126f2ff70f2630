package io.github.llmcsss.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeirExportTest {
  private static final List<Document> CATALOGUE =
      List.of(
          Document.builder("p1", "Osmo Lamp")
              .brand("Osmo")
              .categories(List.of("Home", "Light"))
              .features(List.of("12 cm", "blue"))
              .description("A lamp.")
              .attributes(Map.of("Colour", "blue"))
              .price(9.5)
              .build(),
          Document.builder("p2", "Brenn Lamp").build(),
          Document.builder("p 3", "Tilk Lamp").build());

  private final Path target;
  private final RunDirectory run;

  BeirExportTest(@TempDir Path directory) throws IOException {
    this.target = directory.resolve("beir");
    this.run = SampleRun.write(directory.resolve("run"));
  }

  @Test
  void theCorpusIsWhatWasRetrieved() throws IOException {
    assertEquals(new ExportReport(target, 3, 3, true), BeirExport.ofRetrieved().write(run, target));
    assertEquals(
        """
        {"_id":"p1","title":"Osmo Lamp","text":""}
        {"_id":"p2","title":"Brenn Lamp","text":""}
        {"_id":"p%203","title":"Tilk \\"Lamp\\"\\tin\\nred","text":""}
        """,
        Files.readString(target.resolve("corpus.jsonl")));
    assertEquals(
        """
        {"_id":"a1_1","text":"desk lamp",\
        "metadata":{"session":"a1","turn":1,"utterance":"desk lamp"}}
        {"_id":"a1_2","text":"desk lamp smaller",\
        "metadata":{"session":"a1","turn":2,"utterance":"Is there a smaller one?"}}
        """,
        firstLines(target.resolve("queries.jsonl"), 2));
    assertEquals(
        """
        query-id	corpus-id	score
        a1_1	p1	2
        a1_1	p2	3
        a1_1	p%203	1
        a1_2	p2	3
        a1_2	p1	2
        """,
        Files.readString(target.resolve("qrels/test.tsv")));
  }

  @Test
  void theCorpusMayBeACatalogueWithAllItsTexts() throws IOException {
    BeirExport.over(CATALOGUE).write(run, target);
    assertEquals(
        """
        {"_id":"p1","title":"Osmo Lamp",\
        "text":"Osmo\\nHome > Light\\n12 cm\\nblue\\nA lamp.\\nColour: blue\\n9.50"}
        {"_id":"p2","title":"Brenn Lamp","text":""}
        {"_id":"p%203","title":"Tilk Lamp","text":""}
        """,
        Files.readString(target.resolve("corpus.jsonl")));
  }

  @Test
  void aCatalogueThatLacksAProductIsRefused() {
    IOException e =
        assertThrows(
            IOException.class, () -> BeirExport.over(CATALOGUE.subList(0, 2)).write(run, target));
    assertEquals(
        "the catalogue has no product \"p 3\", which session a1 retrieved", e.getMessage());
    assertFalse(Files.exists(target));
    assertFalse(Files.exists(target.resolveSibling("beir.tmp")));
  }

  @Test
  void neverReplacesADirectoryWithSomethingInIt() throws IOException {
    Files.createDirectories(target);
    Path thesis = Files.writeString(target.resolve("thesis.tex"), "years of work");
    IOException e =
        assertThrows(IOException.class, () -> BeirExport.ofRetrieved().write(run, target));
    assertEquals("the directory " + target + " is not empty; give another one", e.getMessage());
    assertEquals("years of work", Files.readString(thesis));
  }

  @Test
  void neverDeletesWhatOthersPutBesideIt() throws IOException {
    Path other = target.resolveSibling("beir.tmp");
    Files.createDirectories(other);
    Path thesis = Files.writeString(other.resolve("thesis.tex"), "years of work");
    assertThrows(IOException.class, () -> BeirExport.ofRetrieved().write(run, target));
    assertEquals("years of work", Files.readString(thesis));
  }

  @Test
  void whatAKilledExportLeftIsWrittenAnew() throws IOException {
    Path left = target.resolveSibling("beir.tmp");
    Files.createDirectories(left.resolve("qrels"));
    Files.writeString(left.resolve("corpus.jsonl"), "half a li");
    BeirExport.ofRetrieved().write(run, target);
    assertFalse(Files.exists(left));
    assertTrue(Files.readString(target.resolve("corpus.jsonl")).startsWith("{\"_id\":\"p1\""));
  }

  private static String firstLines(Path file, int count) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file).subList(0, count));
    lines.add("");
    return String.join("\n", lines);
  }
}
