package io.github.llmcsss.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.llmcsss.api.Document;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DocumentBytesTest {
  @Property
  void anyDocumentComesBackEqual(@ForAll("documents") Document document) throws IOException {
    byte[] bytes = DocumentBytes.encode(document);
    Document back = DocumentBytes.decode(bytes, 0, bytes.length);
    assertEquals(document, back);
    assertEquals(
        new ArrayList<>(document.attributes().keySet()),
        new ArrayList<>(back.attributes().keySet()));
  }

  @Property(tries = 2000)
  void damagedBytesAreADocumentOrAnIoException(
      @ForAll("documents") Document document, @ForAll int position, @ForAll byte value) {
    byte[] bytes = DocumentBytes.encode(document);
    bytes[Math.floorMod(position, bytes.length)] = value;
    try {
      DocumentBytes.decode(bytes, 0, bytes.length);
    } catch (IOException e) {
      assertEquals("the index is damaged: a stored document cannot be read", e.getMessage());
    }
  }

  @Test
  void bytesThatAreCutOffAreRefused() {
    byte[] bytes = DocumentBytes.encode(Catalogues.SHOP.get(0));
    for (int length = 0; length < bytes.length; length++) {
      int shorter = length;
      assertThrows(IOException.class, () -> DocumentBytes.decode(bytes, 0, shorter));
    }
  }

  @Test
  void bytesAreReadFromTheOffsetOn() throws IOException {
    Document document = Catalogues.SHOP.get(1);
    byte[] bytes = DocumentBytes.encode(document);
    byte[] padded = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, padded, 5, bytes.length);
    assertEquals(document, DocumentBytes.decode(padded, 5, bytes.length));
  }

  @Provide
  Arbitrary<Document> documents() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20);
    Arbitrary<String> filled = text.filter(value -> !value.isBlank());
    Arbitrary<List<String>> texts = text.list().ofMaxSize(3);
    Arbitrary<OptionalDouble> price =
        Arbitraries.doubles()
            .between(0, 1e9)
            .injectNull(0.2)
            .map(value -> value == null ? OptionalDouble.empty() : OptionalDouble.of(value));
    Arbitrary<Map<String, String>> attributes = Arbitraries.maps(text, text).ofMaxSize(3);
    return Combinators.combine(filled, filled, text, texts, text, texts, price, attributes)
        .as(Document::new);
  }
}
