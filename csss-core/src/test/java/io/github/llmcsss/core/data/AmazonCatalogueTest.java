package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmazonCatalogueTest {
  private static final String RAW_2023 =
      """
      {"parent_asin": "P1", "asin": "V1", "title": "Mug &amp; <b>Saucer</b>", "store": "Clayworks", \
      "features": ["Holds 0.3 l", "Holds 0.3 l", ""], "description": ["One.", "<p>Two.</p>"], \
      "price": 12.5, "categories": ["Home", "Mugs"], \
      "details": {"Color:": "Red", "Best Sellers Rank": {"Mugs": 3}, "ASIN": "V1"}}\
      """;
  private static final String RENDERED_2023 =
      """
      {"parent_asin": "P2", "title": "Pen", "store": null, "features": [], "description": [], \
      "price": "from 4.95", "categories": [], "images": {"large": ["x"]}, \
      "details": "{\\"Brand\\": \\"Inky\\", \\"Directors\\": [\\"A\\", \\"B\\"]}"}\
      """;
  private static final String FORM_2018 =
      """
      {"asin": "P3", "title": "Card", "brand": "Visit Amazon's Happy Page", "feature": ["Nice"], \
      "description": ["Text"], "price": "$1,299.00 - $2,000.00", \
      "category": ["Gifts", "Cards &amp; more", "</span></span>", "Very nice."], "details": {}}\
      """;
  private static final String FORM_2014 =
      """
      {'asin': 'P4', 'title': "Chef's Blend", 'price': 14.95, 'description': u'caf\\xe9', \
      'categories': [['Food'], ['Grocery', 'Spices'], ['Other', 'Blends']]}\
      """;

  @TempDir private Path directory;

  @Test
  void readsRawLinesOf2023() throws IOException {
    Document mug = only(RAW_2023);
    assertEquals("P1", mug.id());
    assertEquals("Mug & Saucer", mug.title());
    assertEquals("Clayworks", mug.brand());
    assertEquals(List.of("Holds 0.3 l"), mug.features());
    assertEquals("One. Two.", mug.description());
    assertEquals(OptionalDouble.of(12.5), mug.price());
    assertEquals(List.of("Home", "Mugs"), mug.categories());
    assertEquals(Map.of("Color", "Red"), mug.attributes());
  }

  @Test
  void readsTheHuggingFaceRendering() throws IOException {
    Document pen = only(RENDERED_2023);
    assertEquals("Inky", pen.brand());
    assertEquals(OptionalDouble.of(4.95), pen.price());
    assertEquals(Map.of("Brand", "Inky", "Directors", "A, B"), pen.attributes());
  }

  @Test
  void readsLinesOf2018() throws IOException {
    Document card = only(FORM_2018);
    assertEquals("Happy", card.brand());
    assertEquals(List.of("Nice"), card.features());
    assertEquals(OptionalDouble.of(1299), card.price());
    assertEquals(List.of("Gifts", "Cards & more"), card.categories());
  }

  @Test
  void readsLinesOf2014() throws IOException {
    Document blend = only(FORM_2014);
    assertEquals("Chef's Blend", blend.title());
    assertEquals("café", blend.description());
    assertEquals(OptionalDouble.of(14.95), blend.price());
    assertEquals(List.of("Grocery", "Spices"), blend.categories());
  }

  @Test
  void recognisesTheFormatLineByLineAndGzipByContent() throws IOException {
    String text = String.join("\n", RAW_2023, RENDERED_2023, "", FORM_2018, FORM_2014) + "\r\n";
    ReadResult<Document> plain = AmazonCatalogue.of(write("plain.gz", text)).strict().read();
    ReadResult<Document> packed = AmazonCatalogue.of(gzip("packed.json", text)).strict().read();
    assertEquals(
        List.of("P1", "P2", "P3", "P4"), plain.records().stream().map(Document::id).toList());
    assertEquals(plain.records(), packed.records());
    assertEquals(new ReadReport(4, 4, 0, 0, 0, 0, List.of()), plain.report());
  }

  @Test
  void mergesDuplicatesInMemoryAndKeepsTheFirstInAStream() throws IOException {
    Path file =
        write(
            "twice",
            """
            {"asin": "A", "title": "", "brand": "Acme", "description": "About it. More."}
            {"asin": "B", "title": "Other"}
            {"asin": "A", "title": "Real title", "brand": "Else", "price": 3}
            """);
    ReadResult<Document> result = AmazonCatalogue.of(file).read();
    Document merged = result.records().get(0);
    assertEquals("Real title", merged.title());
    assertEquals("Acme", merged.brand());
    assertEquals(OptionalDouble.of(3), merged.price());
    assertEquals(new ReadReport(3, 2, 1, 0, 0, 0, List.of()), result.report());

    try (RecordReader<Document> reader = AmazonCatalogue.of(file).open()) {
      assertEquals(List.of("About it", "Other"), reader.stream().map(Document::title).toList());
      assertEquals(new ReadReport(3, 2, 1, 0, 0, 1, List.of()), reader.report());
    }
  }

  @Test
  void namesProductsWhoseTitleIsAFragmentAfterWhatIsLeft() throws IOException {
    String fragment = "\"title\": \"<span class=\\\"a-size-medium a-color-secondary\\\"\"";
    String description = "word ".repeat(30) + "end. Next.";
    ReadResult<Document> result =
        AmazonCatalogue.of(
                write(
                    "fragments",
                    "{\"asin\": \"A\", "
                        + fragment
                        + ", \"description\": [\"Nice one! Two.\"]}\n"
                        + "{\"asin\": \"B\", "
                        + fragment
                        + ", \"description\": \""
                        + description
                        + "\"}\n"
                        + "{\"asin\": \"C\", \"title\": \" Magazines\\\" />\", \"brand\": \"Press\","
                        + " \"category\": [\"Magazines\", \"Travel\"]}\n"
                        + "{\"asin\": \"D\", "
                        + fragment
                        + "}\n"))
            .read();
    assertEquals("Nice one", result.records().get(0).title());
    assertEquals("word ".repeat(16).strip(), result.records().get(1).title());
    assertEquals("Press, Travel", result.records().get(2).title());
    assertEquals(3, result.report().retitled());
    assertEquals(1, result.report().unusable());
    assertTrue(
        result.report().problems().get(0).endsWith(":4: no title, and nothing to make one from"));
  }

  @Test
  void countsMalformedLinesAndNamesThem() throws IOException {
    Path file =
        write(
            "bad",
            """
            {"asin": "A", "title": "T"}
            [1]
            {"asin": "B"
            {'asin': B}
            {"asin": "", "title": "T"}
            {"asin": "C", "title": "T"} x
            """);
    ReadResult<Document> result = AmazonCatalogue.of(file).read();
    assertEquals(6, result.report().lines());
    assertEquals(4, result.report().malformed());
    assertEquals(1, result.report().unusable());
    assertEquals(1, result.report().records());
    assertEquals(file + ":2: not an object", result.report().problems().get(0));
    assertEquals(file + ":5: no id", result.report().problems().get(3));

    IOException refused =
        assertThrows(IOException.class, () -> AmazonCatalogue.of(file).strict().read());
    assertEquals(file + ":2: not an object", refused.getMessage());
    try (RecordReader<Document> reader = AmazonCatalogue.of(file).strict().open()) {
      assertTrue(reader.hasNext());
      reader.next();
      assertThrows(UncheckedIOException.class, reader::hasNext);
    }
  }

  @Test
  void keepsNoMoreThanTheFirstProblems() throws IOException {
    Path file = write("many", "{\"asin\": \"A\", \"title\": \"T\"}\n" + "x\n".repeat(1000));
    ReadReport report = AmazonCatalogue.of(file).read().report();
    assertEquals(1000, report.malformed());
    assertEquals(ReadReport.MAXIMUM_PROBLEMS, report.problems().size());
  }

  @Test
  void passesOverLinesThatAreTooLongOrTooDeepOrNotUtf8() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(
        ("{\"a\": \"" + "x".repeat(LineSource.MAXIMUM_LINE_BYTES) + "\"}\n")
            .getBytes(StandardCharsets.UTF_8));
    bytes.write(("{\"a\": " + "[".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
    bytes.write(("{'a': " + "[".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8));
    bytes.write(
        "{\"asin\": \"\u00ff\"}\n{'asin': '\u00ff'}\n".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write("{\"asin\": \"A\", \"title\": \"T\"}".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(directory.resolve("hostile"), bytes.toByteArray());
    ReadResult<Document> result = AmazonCatalogue.of(file).read();
    assertEquals(5, result.report().malformed());
    assertEquals(1, result.records().size());
    assertEquals(file + ":1: longer than 16777216 bytes", result.report().problems().get(0));
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    Path missing = directory.resolve("missing");
    assertEquals(missing + ": there is no such file", failure(missing));
    assertEquals(directory + ": must be a file, but is a directory", failure(directory));
    Path empty = write("empty", "");
    assertEquals(empty + ": must not be empty, but is", failure(empty));
    Path emptyInside = gzip("emptyInside", "");
    assertEquals(emptyInside + ": must not be empty, but is", failure(emptyInside));
    Path none = write("none", "x\n");
    assertEquals(
        none
            + " must hold at least one product, but none of its 1 lines is one; first problem: "
            + none
            + ":1: not an object",
        failure(none));
  }

  @Test
  void saysWhereGzipDataIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(gzip("whole", (RAW_2023 + "\n").repeat(3)));
    for (int length = 2; length < whole.length; length++) {
      Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
      assertTrue(
          failure(cut).endsWith("is cut off or damaged; fetch the file again"), failure(cut));
    }
    Path fake =
        Files.write(
            directory.resolve("fake"), new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertEquals(
        fake + ":0: the gzip data after this line is cut off or damaged; fetch the file again",
        failure(fake));
  }

  @Test
  void readsSeveralGzipMembersAsOneFile() throws IOException {
    byte[] first = Files.readAllBytes(gzip("first", RAW_2023 + "\n"));
    byte[] second = Files.readAllBytes(gzip("second", FORM_2014 + "\n"));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(first);
    both.write(second);
    Path file = Files.write(directory.resolve("both"), both.toByteArray());
    assertEquals(2, AmazonCatalogue.of(file).read().records().size());
  }

  private static String failure(Path file) {
    return String.valueOf(
        assertThrows(IOException.class, () -> AmazonCatalogue.of(file).read()).getMessage());
  }

  private Document only(String line) throws IOException {
    List<Document> records = AmazonCatalogue.of(write("only", line)).strict().read().records();
    assertEquals(1, records.size());
    return records.get(0);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Path gzip(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
