package io.github.llmcsss.search.lucene;

import static io.github.llmcsss.search.lucene.Catalogues.SHOP;
import static io.github.llmcsss.search.lucene.Catalogues.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.SearchFilter;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LuceneSearchTest {
  private static final WordEmbedder EMBEDDER = new WordEmbedder(16, 1);

  @TempDir Path folder;

  @Test
  void findsWordsOfEveryField() throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(SHOP)) {
      assertEquals(List.of("kettle"), ids(search.search(SearchRequest.of("electric kettles", 5))));
      assertEquals(List.of("poles"), ids(search.search(SearchRequest.of("QUILLON", 5))));
      assertEquals(List.of("poles"), ids(search.search(SearchRequest.of("a cork handle", 5))));
      assertEquals(List.of("boots"), ids(search.search(SearchRequest.of("trail", 5))));
      assertEquals(List.of("kettle"), ids(search.search(SearchRequest.of("kitchen", 5))));
      assertEquals(
          Set.of("boots", "sandals", "poles"),
          new HashSet<>(ids(search.search(SearchRequest.of("hiking", 5)))));
    }
  }

  @Test
  void givesTheWholeDocumentBack() throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(SHOP)) {
      SearchResult found = search.search(SearchRequest.of("waterproof boots", 1));
      assertEquals(SHOP.get(0), found.documents().get(0).document());
    }
  }

  @Test
  void aQueryWithoutAWordThatCountsFindsNothing() throws IOException {
    for (Ranking ranking :
        List.of(Ranking.bm25(), Ranking.dense(EMBEDDER), Ranking.hybrid(EMBEDDER))) {
      try (LuceneSearch search = LuceneSearch.inMemory(SHOP, ranking)) {
        for (String query : List.of("", " \t\n", "the of and", "*:* ?", "\uD800")) {
          assertEquals(SearchResult.EMPTY, search.search(SearchRequest.of(query, 5)), query);
        }
      }
    }
  }

  @Test
  void filtersByThePathFromItsFirstLevelOn() throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(SHOP)) {
      assertEquals(3, count(search, SearchFilter.under(List.of("Sports"))));
      assertEquals(1, count(search, SearchFilter.under(List.of("Sports", "Hiking", "Poles"))));
      assertEquals(0, count(search, SearchFilter.under(List.of("Hiking"))));
      assertEquals(0, count(search, SearchFilter.under(List.of("sports"))));
      assertEquals(0, count(search, SearchFilter.under(List.of("SportsHiking"))));
      assertEquals(0, count(search, SearchFilter.under(List.of("Sports", "Hiking", "Poles", "x"))));
    }
  }

  @Test
  void filtersByPriceInclusively() throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(SHOP)) {
      assertEquals(4, count(search, SearchFilter.NONE));
      assertEquals(2, count(search, SearchFilter.NONE.withPrice(45, 60)));
      assertEquals(0, count(search, SearchFilter.NONE.withPrice(45.01, 59.99)));
      assertEquals(
          3,
          count(search, new SearchFilter(List.of(), OptionalDouble.of(0), OptionalDouble.empty())));
      assertEquals(
          1,
          count(
              search,
              new SearchFilter(List.of("Sports"), OptionalDouble.empty(), OptionalDouble.of(50))));
    }
  }

  @Test
  void zeroIsZeroWhateverItsSign() throws IOException {
    Document free = Document.builder("free", "Free lamp").price(-0.0).build();
    try (LuceneSearch search = LuceneSearch.inMemory(List.of(free))) {
      SearchFilter atMostZero = SearchFilter.NONE.withPrice(0.0, -0.0);
      SearchResult found = search.search(new SearchRequest("lamp", 1, atMostZero));
      assertEquals(free, found.documents().get(0).document());
    }
  }

  private static int count(LuceneSearch search, SearchFilter filter) throws IOException {
    String everything = "boots sandals poles kettle";
    return search.search(new SearchRequest(everything, 10, filter)).documents().size();
  }

  @Test
  void everySettingChangesSomething() throws IOException {
    Document first = Document.builder("a", "lamp lamp").description("desk desk red red").build();
    Document second = Document.builder("b", "desk").brand("lamp").build();
    Document third =
        Document.builder("c", "cup")
            .features(List.of("lamp"))
            .description("lamp red blue green white")
            .categories(List.of("lamp"))
            .build();
    List<Document> documents = List.of(first, second, third);
    List<Bm25Settings> settings =
        List.of(
            Bm25Settings.DEFAULT,
            Bm25Settings.builder().title(9).build(),
            Bm25Settings.builder().brand(9).build(),
            Bm25Settings.builder().features(9).build(),
            Bm25Settings.builder().description(9).build(),
            Bm25Settings.builder().categories(9).build(),
            Bm25Settings.builder().k1(9).build(),
            Bm25Settings.builder().b(0).build(),
            Bm25Settings.builder().maximumTerms(1).build());
    Set<SearchResult> results = new HashSet<>();
    Set<Provenance> provenances = new HashSet<>();
    for (Bm25Settings setting : settings) {
      try (LuceneSearch search = LuceneSearch.inMemory(documents, Ranking.bm25(setting))) {
        results.add(search.search(SearchRequest.of("lamp desk red", 3)));
        provenances.add(search.provenance());
      }
    }
    assertEquals(settings.size(), results.size());
    assertEquals(settings.size(), provenances.size());
  }

  @Test
  void candidatesAndRankConstantChangeSomething() throws IOException {
    Ranking.Dense two = new Ranking.Dense(EMBEDDER, 2);
    SearchRequest request = SearchRequest.of("hiking boots", 4);
    try (LuceneSearch dense = LuceneSearch.inMemory(SHOP, two);
        LuceneSearch usual = LuceneSearch.inMemory(SHOP, Ranking.hybrid(EMBEDDER));
        LuceneSearch steep =
            LuceneSearch.inMemory(
                SHOP,
                new Ranking.Hybrid(Bm25Settings.DEFAULT, new Ranking.Dense(EMBEDDER, 200), 1))) {
      assertEquals(2, dense.search(request).documents().size());
      assertNotEquals(usual.search(request), steep.search(request));
      assertNotEquals(usual.provenance(), steep.provenance());
    }
  }

  @Test
  void aVeryLongQueryIsCutAtItsFirstTerms() throws IOException {
    StringBuilder query = new StringBuilder("kettle ");
    IntStream.range(0, 50_000).forEach(i -> query.append("word").append(i).append(' '));
    try (LuceneSearch search = LuceneSearch.inMemory(SHOP)) {
      assertEquals(List.of("kettle"), ids(search.search(SearchRequest.of(query + "boots", 5))));
      assertEquals(
          List.of("kettle"), ids(search.search(SearchRequest.of("kettle ".repeat(50_000), 5))));
    }
    Bm25Settings most = Bm25Settings.builder().maximumTerms(200).build();
    try (LuceneSearch search = LuceneSearch.inMemory(SHOP, Ranking.bm25(most))) {
      SearchFilter filter = SearchFilter.under(List.of("Home")).withPrice(0, 1);
      assertEquals(
          SearchResult.EMPTY, search.search(new SearchRequest(query.toString(), 5, filter)));
    }
  }

  @Test
  void aReopenedIndexAndOneInMemoryFindTheSameFromManyThreads() throws Exception {
    List<Document> documents = many(1500);
    Path place = folder.resolve("index");
    LuceneIndex.write(place, documents.reversed(), EMBEDDER);
    for (Ranking ranking :
        List.of(Ranking.bm25(), Ranking.dense(EMBEDDER), Ranking.hybrid(EMBEDDER))) {
      try (LuceneSearch memory = LuceneSearch.inMemory(documents, Ranking.hybrid(EMBEDDER));
          LuceneSearch disk = LuceneSearch.open(place, ranking);
          LuceneSearch again = LuceneSearch.open(place, ranking);
          ExecutorService threads = Executors.newFixedThreadPool(8)) {
        assertEquals(memory.info(), disk.info());
        List<SearchResult> expected = new ArrayList<>();
        List<Future<SearchResult>> found = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          SearchRequest request = SearchRequest.of("w" + i % 40 + " w" + i % 7, 10);
          expected.add(disk.search(request));
          found.add(threads.submit(() -> again.search(request)));
        }
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.get(i), found.get(i).get());
        }
        if (ranking instanceof Ranking.Hybrid) {
          SearchRequest request = SearchRequest.of("w1 w2", 20);
          assertEquals(memory.search(request), disk.search(request));
        }
      }
    }
  }

  @Test
  void theGraphMissesFewNeighboursAndItsAnswersNest() throws IOException {
    List<Document> documents = many(2000);
    WordEmbedder embedder = new WordEmbedder(64, 1);
    int found = 0;
    try (LuceneSearch graph = LuceneSearch.inMemory(documents, new Ranking.Dense(embedder, 50));
        LuceneSearch exact =
            LuceneSearch.inMemory(documents, new Ranking.Dense(embedder, documents.size()))) {
      for (int i = 0; i < 50; i++) {
        String query = "w" + i % 40 + " w" + (i + 3) % 7;
        List<String> ten = ids(graph.search(SearchRequest.of(query, 10)));
        assertEquals(ten.subList(0, 5), ids(graph.search(SearchRequest.of(query, 5))));
        assertEquals(ten, ids(graph.search(SearchRequest.of(query, 50))).subList(0, 10));
        Set<String> nearest = new HashSet<>(ids(exact.search(SearchRequest.of(query, 10))));
        found += (int) ten.stream().filter(nearest::contains).count();
      }
    }
    assertTrue(found >= 450, "found " + found + " of the 500 nearest");
  }

  private static List<Document> many(int count) {
    Random random = new Random(5);
    return IntStream.range(0, count)
        .mapToObj(i -> {
          String title =
              "w%d w%d w%d n%d"
                  .formatted(random.nextInt(40), random.nextInt(40), random.nextInt(40), i % 300);
          return Document.builder("id" + i, title).price(i % 100).build();
        })
        .toList();
  }

  @Test
  void anEmbedderThatDidNotMakeTheVectorsIsRefused() throws IOException {
    Path place = folder.resolve("index");
    LuceneIndex.write(place, SHOP, EMBEDDER);
    Ranking other = Ranking.hybrid(new WordEmbedder(16, 2));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> LuceneSearch.open(place, other));
    assertEquals(
        place
            + ": the embedder must be that of the index, WordEmbedder {dimension=16, seed=1},"
            + " but was WordEmbedder {dimension=16, seed=2}",
        refused.getMessage());
  }

  @Test
  void anIndexWithoutVectorsIsRefusedWhereTheyAreNeeded() throws IOException {
    Path place = folder.resolve("index");
    LuceneIndex.write(place, SHOP);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> LuceneSearch.open(place, Ranking.dense(EMBEDDER)));
    assertEquals(
        place
            + ": this index has no vectors; write it again with LuceneIndex.write(directory,"
            + " documents, embedder), or rank by BM25",
        refused.getMessage());
  }

  @Test
  void provenanceNamesRankingIndexAndEmbedder() throws IOException {
    try (LuceneSearch search = LuceneSearch.inMemory(SHOP, Ranking.hybrid(EMBEDDER))) {
      Provenance provenance = search.provenance();
      assertEquals("LuceneSearch", provenance.name());
      assertEquals("hybrid", provenance.facts().get("ranking"));
      assertEquals("60", provenance.facts().get("hybrid.rankConstant"));
      assertEquals("200", provenance.facts().get("dense.candidates"));
      assertEquals("3.0", provenance.facts().get("bm25.title"));
      assertEquals("WordEmbedder", provenance.facts().get("embedder"));
      assertEquals("16", provenance.facts().get("embedder.dimension"));
      assertEquals(search.info().fingerprint(), provenance.facts().get("index.fingerprint"));
    }
  }

  @Test
  void closesTwiceAndThenRefusesToSearch() throws IOException {
    LuceneIndex.write(folder.resolve("index"), SHOP);
    LuceneSearch search = LuceneSearch.open(folder.resolve("index"));
    search.close();
    search.close();
    assertEquals(
        "the search is closed",
        assertThrows(IllegalStateException.class, () -> search.search(SearchRequest.of("boots", 1)))
            .getMessage());
  }

  @Test
  @Timeout(60)
  void closingWhileOthersSearchDisturbsNobody() throws Exception {
    Path place = folder.resolve("index");
    LuceneIndex.write(place, many(1500), EMBEDDER);
    for (int round = 0; round < 20; round++) {
      LuceneSearch search = LuceneSearch.open(place, Ranking.hybrid(EMBEDDER));
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<Boolean>> searches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          searches.add(threads.submit(() -> searchUntilClosed(search)));
        }
        Thread.sleep(10);
        search.close();
        for (Future<Boolean> ended : searches) {
          assertTrue(ended.get());
        }
      }
    }
  }

  private static boolean searchUntilClosed(LuceneSearch search) throws IOException {
    while (true) {
      try {
        assertFalse(search.search(SearchRequest.of("w1 w2", 10)).documents().isEmpty());
      } catch (IllegalStateException e) {
        assertEquals("the search is closed", e.getMessage());
        return true;
      }
    }
  }

  @Test
  void noFileStaysOpen() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "there is no /proc here");
    Path place = folder.resolve("index");
    LuceneIndex.write(place, SHOP);
    try (LuceneSearch search = LuceneSearch.open(place)) {
      assertEquals(4, search.info().documents());
      assertNotEquals(List.of(), openFiles());
    }
    assertThrows(
        IllegalArgumentException.class, () -> LuceneSearch.open(place, Ranking.dense(EMBEDDER)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            LuceneIndex.write(
                folder.resolve("other"), Stream.of(SHOP, SHOP).flatMap(List::stream).toList()));
    Path damaged = folder.resolve("damaged");
    LuceneIndex.write(damaged, SHOP);
    try (Stream<Path> files = Files.list(damaged)) {
      for (Path file :
          files.filter(f -> !f.getFileName().toString().startsWith("segments")).toList()) {
        Files.delete(file);
      }
    }
    assertThrows(IOException.class, () -> LuceneSearch.open(damaged));
    assertEquals(List.of(), openFiles());
  }

  /** Files of this test that are open or mapped. */
  private List<String> openFiles() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      maps.filter(line -> line.contains(folder.toString())).forEach(open::add);
    }
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.exists(descriptor)
            && Files.readSymbolicLink(descriptor).startsWith(folder.toRealPath())) {
          open.add(descriptor.toString());
        }
      }
    }
    return open;
  }
}
