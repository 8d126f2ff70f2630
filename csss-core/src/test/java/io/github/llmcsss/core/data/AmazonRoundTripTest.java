package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmcsss.api.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any product, written in the form of 2023, raw and rendered, is read as it was. */
class AmazonRoundTripTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Property(tries = 300)
  void readsRawLinesAsTheyWereWritten(@ForAll("documents") Document document) throws Exception {
    assertEquals(document, read(line(document).toString()));
  }

  @Property(tries = 300)
  void readsRenderedLinesAsTheyWereWritten(@ForAll("documents") Document document)
      throws Exception {
    ObjectNode line = line(document);
    line.put("details", line.get("details").toString());
    line.put(
        "price",
        document.price().isPresent() ? String.valueOf(document.price().getAsDouble()) : "None");
    assertEquals(document, read(line.toString()));
  }

  @Property(tries = 500)
  void throwsNothingOnAnyBytes(@ForAll byte[] bytes) throws IOException {
    Path file = Files.createTempFile("bytes", ".jsonl");
    try {
      Files.write(file, bytes);
      AmazonCatalogue.of(file).read();
    } catch (IOException e) {
      assertEquals(0, String.valueOf(e.getMessage()).indexOf(file.toString()));
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 1000)
  void throwsNothingOnDamagedLines(
      @ForAll("documents") Document document, @ForAll int at, @ForAll byte value)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(line(document));
    bytes[Math.floorMod(at, bytes.length)] = value;
    try {
      ProductMapper.map(LineParser.parse(bytes, bytes.length));
    } catch (LineException e) {
      assertEquals(-1, String.valueOf(e.getMessage()).indexOf('\n'));
    }
  }

  @Provide
  Arbitrary<Document> documents() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars("abcXYZ019,;:!?'()%$-éß漢\u200d")
            .ofMinLength(1)
            .ofMaxLength(8)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(words -> String.join(" ", words));
    Arbitrary<String> name =
        Arbitraries.strings().alpha().ofMinLength(5).ofMaxLength(9).map(s -> "x" + s);
    Arbitrary<List<String>> texts = text.list().uniqueElements().ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(12),
            text.map(title -> title + "."),
            text,
            texts,
            texts,
            Arbitraries.doubles().between(0, 1000).ofScale(2).injectNull(0.2),
            Arbitraries.maps(name, text).ofMaxSize(3))
        .as((id, title, brand, features, categories, price, attributes) -> {
          Document.Builder document =
              Document.builder(id, title)
                  .brand(brand)
                  .features(features)
                  .description(String.join(" ", features))
                  .categories(categories)
                  .attributes(attributes);
          if (price != null) {
            document.price(price);
          }
          return document.build();
        });
  }

  private static ObjectNode line(Document document) {
    ObjectNode line = JSON.createObjectNode();
    line.put("parent_asin", document.id());
    line.put("title", document.title());
    line.put("store", document.brand());
    document.features().forEach(line.putArray("features")::add);
    line.putArray("description").add(document.description());
    document.categories().forEach(line.putArray("categories")::add);
    document.price().ifPresent(price -> line.put("price", price));
    ObjectNode details = line.putObject("details");
    for (Map.Entry<String, String> attribute : document.attributes().entrySet()) {
      details.put(attribute.getKey(), attribute.getValue());
    }
    return line;
  }

  private static Document read(String line) throws LineException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return ProductMapper.map(LineParser.parse(bytes, bytes.length)).document();
  }
}
