package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.SeedQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedQueriesTest {
  /** Paths of the shop as it was in 2014, with the queries that were published for them. */
  private static final Map<List<String>, String> PUBLISHED =
      Map.of(
          List.of("Cell Phones & Accessories", "Accessories", "Batteries", "Internal Batteries"),
          "cell phone accessory internal battery",
          List.of("Cell Phones & Accessories", "Accessories", "Phone Charms"),
          "cell accessory phone charm",
          List.of("Electronics", "Television & Video", "Televisions", "LED TVs"),
          "electronics video television led tvs",
          List.of(
              "Electronics",
              "Accessories & Supplies",
              "Audio & Video Accessories",
              "Video Converters"),
          "electronics supplies audio accessory video converter",
          List.of(
              "Electronics",
              "Car & Vehicle Electronics",
              "Car Electronics",
              "Car Audio",
              "Car Stereo Receivers"),
          "vehicle electronics audio car stereo receiver",
          List.of(
              "Electronics",
              "Car & Vehicle Electronics",
              "Car Electronics",
              "Car Safety & Security",
              "Vehicle Backup Cameras"),
          "electronics car safety security vehicle backup camera",
          List.of("Clothing, Shoes & Jewelry", "Men", "Watches", "Wrist Watches"),
          "clothing shoe jewelry men wrist watches",
          List.of("Electronics", "Camera & Photo", "Tripods & Monopods", "Complete Tripods"),
          "electronics camera photo monopod complete tripod",
          List.of(
              "Electronics",
              "Camera & Photo",
              "Accessories",
              "Tripod & Monopod Accessories",
              "Camera Mounts & Clamps"),
          "electronics photo tripod monopod accessory camera mount clamp");

  @TempDir private Path directory;

  @Test
  void keepsTheLastOfEqualWords() {
    assertEquals(
        Optional.of("photo digital camera lenses"),
        SeedQueries.fromCategories(List.of("Camera, Photo", "Digital Camera Lenses")));
  }

  @Test
  void takesPluralAndSingularForOneWordButShowsWhatIsThere() {
    assertEquals(
        Optional.of("cell accessories phone charms"),
        SeedQueries.fromCategories(
            List.of("Cell Phones & Accessories", "Accessories", "Phone Charms")));
    assertEquals(
        Optional.of("brushes paint box"),
        SeedQueries.fromCategories(List.of("Boxes & Brushes", "Paint Box")));
    assertEquals(
        Optional.of("glass gas bus canvas series"),
        SeedQueries.fromCategories(List.of("Glass Gas", "Bus Canvas Series")));
  }

  @Test
  void leavesOutStopWordsAndKeepsDigits() {
    assertEquals(
        Optional.of("toys games mens 4k two way radios"),
        SeedQueries.fromCategories(List.of("Toys and Games", "Men's 4K & Two-Way Radios")));
  }

  @Test
  void ignoresPathsOfOneLevelAndOfStopWords() {
    assertEquals(Optional.empty(), SeedQueries.fromCategories(List.of()));
    assertEquals(Optional.empty(), SeedQueries.fromCategories(List.of("Gift Cards")));
    assertEquals(Optional.empty(), SeedQueries.fromCategories(List.of("The", "&", "For")));
  }

  @Test
  void givesThePublishedQueriesButForStemming() {
    PUBLISHED.forEach((path, query) -> assertEquals(stemmed(query), stemmed(query(path))));
  }

  @Test
  void givesQueriesThatWereReallyPublished() throws IOException {
    Set<String> published = new HashSet<>();
    for (String name : List.of("Electronics", "Cell_Phones_and_Accessories")) {
      Path file =
          RealData.file("ai-product-search/reviews_" + name + "_5.json.gz/query_text.txt.gz");
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        lines.lines().map(SeedQueriesTest::stemmed).forEach(published::add);
      }
    }
    PUBLISHED.values().forEach(query -> assertTrue(published.contains(stemmed(query)), query));

    // Paths of 2023 are others than those of 2014, so that only a part of them can agree: 112 of
    // 346 did when this was written. With the first of equal words instead of the last: 54.
    List<List<String>> paths =
        AmazonCatalogue.of(RealData.file("amazon2023-meta-20k/meta_20k.jsonl.gz"))
            .read()
            .records()
            .stream()
            .map(Document::categories)
            .filter(path -> path.size() > 1)
            .filter(
                path -> Set.of("Electronics", "Cell Phones & Accessories").contains(path.get(0)))
            .distinct()
            .toList();
    long agreeing = paths.stream().filter(path -> published.contains(stemmed(query(path)))).count();
    assertTrue(agreeing >= 100, agreeing + " of " + paths.size());
  }

  @Property
  void givesEachWordOnceWhateverThePath(@ForAll List<String> path) {
    SeedQueries.fromCategories(path)
        .ifPresent(query -> {
          List<String> words = Arrays.asList(query.split(" ", -1));
          assertEquals(words.size(), new HashSet<>(words).size());
          assertTrue(words.stream().noneMatch(String::isBlank));
        });
  }

  @Test
  void ordersTheQueriesOfACatalogueByFrequencyWhateverTheOrderOfItsProducts() {
    List<Document> documents = new ArrayList<>();
    add(documents, 2, "Home", "Mugs");
    add(documents, 3, "Home", "Lamps");
    add(documents, 2, "Home", "Bowls");
    add(documents, 9, "Home");
    add(documents, 1, "Homes", "Lamps");
    add(documents, 1, "Home", "LAMPS");
    List<SeedQuery> seeds = SeedQueries.fromCatalogue(documents);
    assertEquals(
        List.of("home lamps", "home bowls", "home mugs", "homes lamps"),
        seeds.stream().map(SeedQuery::text).toList());
    assertEquals(List.of("Home", "Lamps"), seeds.get(0).categories());
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(documents, new Random(seed));
      assertEquals(seeds, SeedQueries.fromCatalogue(documents));
    }
  }

  @Test
  void readsOneQueryALine() throws IOException {
    Path file = Files.writeString(directory.resolve("q"), "\n usb  cable \r\n# 1 hub\nusb cable\n");
    assertEquals(
        List.of(SeedQuery.of("usb cable"), SeedQuery.of("# 1 hub")), SeedQueries.fromFile(file));
  }

  @Test
  void refusesFilesWithoutQueries() throws IOException {
    Path blank = Files.writeString(directory.resolve("blank"), "\n \n");
    assertEquals(
        blank + " must hold at least one query, but holds none",
        assertThrows(IOException.class, () -> SeedQueries.fromFile(blank)).getMessage());
    Path latin = Files.write(directory.resolve("latin"), new byte[] {(byte) 0xe9, '\n'});
    assertEquals(
        latin + " must be UTF-8, but is not",
        assertThrows(IOException.class, () -> SeedQueries.fromFile(latin)).getMessage());
    Path missing = directory.resolve("missing");
    assertEquals(
        missing + ": there is no such file",
        assertThrows(IOException.class, () -> SeedQueries.fromFile(missing)).getMessage());
    assertThrows(IOException.class, () -> SeedQueries.fromFile(directory));
  }

  @Test
  void takesQueriesFromALambda() {
    assertEquals(
        List.of(SeedQuery.of("cable 0"), SeedQuery.of("cable 1")),
        SeedQueries.generate(2, i -> SeedQuery.of("cable " + i)));
    assertThrows(
        IllegalArgumentException.class, () -> SeedQueries.generate(-1, i -> SeedQuery.of("x")));
  }

  private static void add(List<Document> documents, int count, String... path) {
    for (int i = 0; i < count; i++) {
      documents.add(
          Document.builder("D" + documents.size(), "T").categories(List.of(path)).build());
    }
  }

  private static String query(List<String> path) {
    return SeedQueries.fromCategories(path).orElseThrow();
  }

  /** The published queries have letters only and most words in the singular. */
  private static String stemmed(String query) {
    return Arrays.stream(query.replaceAll("[0-9]", "").strip().split("\\s+", -1))
        .map(CategoryQuery::singular)
        .collect(Collectors.joining(" "));
  }
}
