package io.github.llmcsss.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void plainIdsStayAsTheyAre() {
    assertEquals("B00-é_1/x+y", PlainText.id("B00-é_1/x+y"));
  }

  @Property(tries = 500)
  void idsHaveNoBlanksAndCanBeTakenBack(@ForAll String text) {
    String id = text.replaceAll("[\\ud800-\\udfff]", "");
    String plain = PlainText.id(id);
    assertFalse(
        plain.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)));
    String back = URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
    assertEquals(id, back);
  }

  @Property(tries = 500)
  void aLineIsOneLineWithoutMarkup(@ForAll String text) {
    String line = PlainText.line(text);
    assertTrue(line.lines().count() <= 1);
    assertFalse(line.contains("<") || line.contains(">") || line.contains("  "));
    assertEquals(line, PlainText.line(line));
  }

  @Test
  void aLineKeepsItsWords() {
    assertEquals("a b c é", PlainText.line(" a\t\n b\u0000\u2028c\u00a0é\r\n"));
  }
}
