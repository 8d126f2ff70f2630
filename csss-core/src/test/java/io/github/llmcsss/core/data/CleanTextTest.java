package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a &amp; b | a & b",
        "&lt;b&gt;bold&lt;/b&gt; text | bold text",
        "48&Quot; x 3&quot; | 48\" x 3\"",
        "&amp;amp;quot;x&amp;amp;quot; | \"x\"",
        "<p>one</p><p>two<br>three</p> | one two three",
        "Allergen<BR>Envirocare | Allergen Envirocare",
        "<script>alert(1)</script>safe<style>p{}</style> | safe",
        "Robot <Side MS> 5 < 6 > 4 <3 | Robot <Side MS> 5 < 6 > 4 <3",
        "a <b and c | a <b and c",
        "x <!-- no --> y <!-- open | x y <!-- open",
        "AT&T &copy; caf&eacute; &#x41; | AT&T © café A",
        "R&D & <i>more</i> | R&D & more",
      })
  void takesHtmlAway(String text, String clean) {
    assertEquals(clean, CleanText.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<span class=\"a-size-medium a-color-secondary\"", "</span></span>", "<br/>", " "})
  void leavesNothingOfMarkupAlone(String text) {
    assertEquals("", CleanText.of(text));
  }

  @Test
  void makesOneSpaceOfAllKindsAndDropsWhatNobodySees() {
    assertEquals(
        "a b c d e f", CleanText.of("\u00a0a\u2028b\u0085c\u2029\td \u3000e\u202f\r\nf\u2003"));
    assertEquals("abcd", CleanText.of("a\u200bb\u0000c\u007f\ufeff\u00ad\u202ed\u2066"));
    assertEquals("x \ufffd y", CleanText.of("x \ud800 y"));
    assertEquals("\ud83d\udc68\u200d\ud83d\udc67", CleanText.of("\ud83d\udc68\u200d\ud83d\udc67"));
  }

  @Property(tries = 2000)
  void isCleanWhateverItIsGiven(@ForAll("scraps") String text) {
    String clean = CleanText.of(text);
    assertEquals(clean.strip(), clean);
    assertTrue(
        clean
            .codePoints()
            .noneMatch(c ->
                Character.isISOControl(c)
                    || (c != ' ' && Character.isSpaceChar(c))
                    || Character.getType(c) == Character.SURROGATE));
    assertTrue(!clean.contains("  "));
  }

  @Property
  void leavesPlainTextAsItIs(@ForAll("words") String text) {
    assertEquals(text, CleanText.of(text));
  }

  @Test
  void isFastOnTextsMadeToBeSlow() {
    for (String part : new String[] {"<", "&amp;", "<b>", "<b ", "<!--", "&amp;lt;b", "<span a="}) {
      String text = part.repeat(200_000 / part.length());
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> CleanText.of(text), part);
    }
  }

  @Provide
  Arbitrary<String> scraps() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "<",
            ">",
            "</",
            "/>",
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "<script>",
            "&",
            "&amp;",
            "&lt;",
            "&gt;",
            "&#",
            "&#0;",
            "&#x85;",
            "&nbsp;",
            ";",
            "a",
            " ",
            "\"",
            "=",
            "\u2028",
            "\u0085",
            "\u0000",
            "\u200b",
            "\ud800",
            "\udc00",
            "<span ");
    return pieces.list().ofMaxSize(25).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings()
        .withChars("abcXYZ019.,;:!?'\"()%$-éß漢")
        .ofMinLength(1)
        .ofMaxLength(8)
        .list()
        .ofMaxSize(6)
        .map(list -> String.join(" ", list));
  }
}
