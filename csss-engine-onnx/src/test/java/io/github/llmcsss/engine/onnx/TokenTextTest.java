package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TokenTextTest {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab\n é€😀").ofMaxLength(20);
  }

  @Provide
  Arbitrary<List<String>> stops() {
    return Arbitraries.strings()
        .withChars("ab\né😀")
        .ofMinLength(1)
        .ofMaxLength(3)
        .list()
        .ofMaxSize(3);
  }

  @Property(tries = 2000)
  void endsBeforeTheFirstStopStringHoweverBytesAreSplit(
      @ForAll("texts") String text, @ForAll("stops") List<String> stops, @ForAll long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String whole = new String(bytes, StandardCharsets.UTF_8);
    int first = stops.stream().mapToInt(whole::indexOf).filter(i -> i >= 0).min().orElse(-1);
    Random random = new Random(seed);
    TokenText tokens = new TokenText(stops);
    boolean stopped = false;
    int at = 0;
    while (at < bytes.length && !stopped) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(4));
      stopped = tokens.append(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    String seen = new String(bytes, 0, at, StandardCharsets.UTF_8);
    assertEquals(first >= 0, stopped);
    // Which of two overlapping stop strings is complete first depends on the tokens.
    int found = stops.stream().mapToInt(seen::indexOf).filter(i -> i >= 0).min().orElse(-1);
    assertEquals(stopped ? whole.substring(0, found) : whole, tokens.finish());
  }

  @Test
  void replacesBrokenCharacters() {
    TokenText text = new TokenText(List.of());
    assertFalse(text.append(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82}));
    assertEquals("a\ufffdb\ufffd", text.finish());
  }

  @Test
  void findsAStopStringThatSpansTokens() {
    TokenText text = new TokenText(List.of("stop"));
    assertFalse(text.append("well s".getBytes(StandardCharsets.UTF_8)));
    assertFalse(text.append("to".getBytes(StandardCharsets.UTF_8)));
    assertTrue(text.append("p it".getBytes(StandardCharsets.UTF_8)));
    assertEquals("well ", text.finish());
  }
}
