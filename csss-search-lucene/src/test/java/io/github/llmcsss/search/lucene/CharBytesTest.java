package io.github.llmcsss.search.lucene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CharBytesTest {
  @Property
  void anyStringComesBackEqual(@ForAll String text) {
    byte[] bytes = CharBytes.encode(text);
    assertEquals(text, CharBytes.decode(bytes, 0, bytes.length));
  }

  @Property
  void bytesHaveTheOrderOfStrings(@ForAll String a, @ForAll String b) {
    int bytes = Arrays.compareUnsigned(CharBytes.encode(a), CharBytes.encode(b));
    assertEquals(Integer.signum(a.compareTo(b)), Integer.signum(bytes));
  }

  @Test
  void unpairedSurrogatesAndNulSurvive() {
    String text = "\u0000a\uD800b\uDC00\uFFFFé\uD83D\uDE00";
    byte[] bytes = CharBytes.encode(text);
    assertEquals(text, CharBytes.decode(bytes, 0, bytes.length));
  }

  @Test
  void textWithoutSurrogatesIsUtf8() {
    String text = "naïve — 5 €";
    assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), CharBytes.encode(text));
  }

  @Test
  void refusesTextThatIsCutOff() {
    byte[] bytes = CharBytes.encode("€");
    assertThrows(IllegalArgumentException.class, () -> CharBytes.decode(bytes, 0, 2));
  }
}
