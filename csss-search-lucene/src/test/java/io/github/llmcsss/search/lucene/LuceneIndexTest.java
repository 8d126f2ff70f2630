package io.github.llmcsss.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Embedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTest {
  private static final WordEmbedder EMBEDDER = new WordEmbedder(8, 1);

  @TempDir Path folder;

  @Test
  void saysWhichIndexCannotBeWritten() {
    Path place = Path.of("/proc/csss-index");
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc");
    IOException problem =
        assertThrows(IOException.class, () -> LuceneIndex.write(place, Catalogues.SHOP));
    String message = String.valueOf(problem.getMessage());
    assertTrue(message.startsWith("cannot write the index to /proc/csss-index: "), message);
  }

  @Test
  void infoTellsWhatWasWritten() throws IOException {
    Path place = folder.resolve("new/index");
    IndexInfo written = LuceneIndex.write(place, Catalogues.SHOP, EMBEDDER);
    assertEquals(Catalogues.SHOP.size(), written.documents());
    assertEquals(Optional.of(EMBEDDER.provenance()), written.embedder());
    assertEquals(written, LuceneIndex.info(place));
    assertEquals(List.of("index"), entries(folder.resolve("new")));
  }

  @Test
  void anEmptyDirectoryIsFilled() throws IOException {
    LuceneIndex.write(folder, Catalogues.SHOP);
    assertEquals(Catalogues.SHOP.size(), LuceneIndex.info(folder).documents());
  }

  @Test
  void whatIsThereAlreadyIsNeverOverwritten() throws IOException {
    Path place = folder.resolve("index");
    LuceneIndex.write(place, Catalogues.SHOP);
    List<String> before = entries(place);
    IOException refused =
        assertThrows(
            FileAlreadyExistsException.class, () -> LuceneIndex.write(place, Catalogues.SHOP));
    assertEquals(place + ": delete it or choose another place for the index", refused.getMessage());
    assertEquals(before, entries(place));

    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThrows(FileAlreadyExistsException.class, () -> LuceneIndex.write(file, Catalogues.SHOP));
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void theFingerprintIsThatOfTheDocumentsInAnyOrder() throws IOException {
    String fingerprint = fingerprint(Catalogues.SHOP);
    assertEquals(fingerprint, fingerprint(Catalogues.SHOP.reversed()));
    for (int i = 0; i < Catalogues.SHOP.size(); i++) {
      List<Document> changed = new ArrayList<>(Catalogues.SHOP);
      Document document = changed.get(i);
      changed.set(i, document.toBuilder().attributes(Map.of("colour", "grey")).build());
      assertNotEquals(fingerprint, fingerprint(changed));
    }
    assertNotEquals(fingerprint, fingerprint(Catalogues.SHOP.subList(0, 3)));
    assertNotEquals(
        fingerprint,
        LuceneIndex.write(folder.resolve("vectors"), Catalogues.SHOP, EMBEDDER).fingerprint());
  }

  @Test
  void anEmptyCatalogueIsRefused() throws IOException {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> LuceneIndex.write(folder.resolve("index"), List.of()));
    assertEquals(
        "documents must be at least one, but was an empty catalogue", refused.getMessage());
    assertEquals(List.of(), entries(folder));
  }

  @Test
  void anIdThatComesTwiceIsRefusedByName() throws IOException {
    List<Document> documents = new ArrayList<>(Catalogues.SHOP);
    IntStream.range(0, 600)
        .mapToObj(i -> Document.builder("filler" + i, "Filler").build())
        .forEach(documents::add);
    documents.add(Document.builder("kettle", "Another kettle").build());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> LuceneIndex.write(folder.resolve("index"), documents));
    assertEquals("document ids must be unique, but was \"kettle\" twice", refused.getMessage());
    assertEquals(List.of(), entries(folder));
  }

  @Test
  void anIdThatIsTooLongIsRefused() {
    Document document = Document.builder("x".repeat(10_001), "Long").build();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> LuceneIndex.write(folder.resolve("index"), List.of(document)));
    assertTrue(
        refused.toString().contains("id must be at most 10000 characters long, but was 10001"));
    assertEquals(1, idsOfLength(10_000));
  }

  private long idsOfLength(int length) {
    try (LuceneSearch search =
        LuceneSearch.inMemory(List.of(Document.builder("€".repeat(length), "Long").build()))) {
      return search.info().documents();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCatalogueThatCannotBeReadLeavesNothing() throws IOException {
    UncheckedIOException cause = new UncheckedIOException(new IOException("line 3"));
    Iterable<Document> broken =
        () ->
            Stream.concat(
                    Catalogues.SHOP.stream(),
                    Stream.generate(() -> {
                      throw cause;
                    }))
                .map(Document.class::cast)
                .iterator();
    assertEquals(
        cause,
        assertThrows(
            UncheckedIOException.class, () -> LuceneIndex.write(folder.resolve("index"), broken)));
    assertEquals(List.of(), entries(folder));
  }

  @Test
  void vectorsThatAreNotAsPromisedAreRefused() throws IOException {
    assertRefusedVector(new float[7], "vectors must be 8 long, as it says, but one was 7");
    assertRefusedVector(new float[8], "of Euclidean length 1, but one was of 0.0");
    float[] notANumber = {Float.NaN, 1, 0, 0, 0, 0, 0, 0};
    assertRefusedVector(notANumber, "of Euclidean length 1, but one was of NaN");
    CsssException refused =
        assertThrows(
            CsssException.class,
            () -> LuceneIndex.write(folder.resolve("a"), Catalogues.SHOP, fixed(new float[0][])));
    assertEquals(
        "the embedder must give a vector for each text, but gave 0 for 4", refused.getMessage());
    assertEquals(List.of(), entries(folder));
  }

  private void assertRefusedVector(float[] vector, String message) {
    Embedder embedder = fixed(vector, vector, vector, vector);
    CsssException refused =
        assertThrows(
            CsssException.class,
            () -> LuceneIndex.write(folder.resolve("index"), Catalogues.SHOP, embedder));
    assertTrue(refused.toString().endsWith(message), refused.toString());
  }

  private static Embedder fixed(float[]... vectors) {
    return new Embedder() {
      @Override
      public int dimension() {
        return 8;
      }

      @Override
      public float[][] embed(List<String> texts) {
        return vectors;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aPlaceWithoutIndexIsNamed() throws IOException {
    Path missing = folder.resolve("missing");
    assertEquals(
        missing + ": there is no index here; write one with LuceneIndex.write",
        assertThrows(NoSuchFileException.class, () -> LuceneIndex.info(missing)).getMessage());
    assertEquals(
        folder + ": there is no index here; write one with LuceneIndex.write",
        assertThrows(IOException.class, () -> LuceneIndex.info(folder)).getMessage());
  }

  @Test
  void anIndexOfSomebodyElseIsRefused() throws IOException {
    writeForeign(Map.of("owner", "somebody"));
    assertEquals(
        folder + ": this Lucene index was not written by LuceneIndex; choose another directory",
        assertThrows(IOException.class, () -> LuceneSearch.open(folder)).getMessage());
  }

  @Test
  void anIndexOfAnotherVersionIsRefused() throws IOException {
    writeForeign(Map.of("csss.index.version", "0"));
    assertEquals(
        folder
            + ": this index is of version 0, and version 1 is needed;"
            + " write it again with LuceneIndex.write",
        assertThrows(IOException.class, () -> LuceneSearch.open(folder)).getMessage());
  }

  @Test
  void anIndexWhoseCountIsWrongIsRefused() throws IOException {
    writeForeign(
        Map.of(
            "csss.index.version",
            IndexMarker.VERSION,
            "csss.index.documents",
            "5",
            "csss.index.fingerprint",
            "00"));
    assertEquals(
        folder
            + ": this index is damaged (5 documents recorded, 0 found);"
            + " write it again with LuceneIndex.write",
        assertThrows(IOException.class, () -> LuceneSearch.open(folder)).getMessage());
  }

  @Test
  void anIndexThatIsCutOffIsRefused() throws IOException {
    LuceneIndex.write(folder, Catalogues.SHOP);
    for (String name : entries(folder)) {
      if (name.startsWith("segments_")) {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        Files.write(folder.resolve(name), Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
    IOException refused = assertThrows(IOException.class, () -> LuceneSearch.open(folder));
    assertEquals(folder + ": this index is damaged; write it again", refused.getMessage());
  }

  private void writeForeign(Map<String, String> marker) throws IOException {
    try (FSDirectory directory = FSDirectory.open(folder);
        StandardAnalyzer analyzer = new StandardAnalyzer();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      writer.setLiveCommitData(marker.entrySet());
      writer.commit();
    }
  }

  private String fingerprint(List<Document> documents) throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(documents)) {
      return search.info().fingerprint();
    }
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
