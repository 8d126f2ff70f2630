package io.github.llmcsss.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void splitsAtEverythingButLettersDigitsAndWhatIsInsideAWord() {
    assertEquals(
        List.of("i'd", "like", "a", "usb", "c", "cable", "2.5", "m", "café"),
        Words.of("I\u2019d like a USB-C cable (2.5 m), Caf\u00e9!"));
  }

  @Test
  void functionWordsAndSmallTalkAreNoContent() {
    assertFalse(Words.isContent("the"));
    assertFalse(Words.isContent("looking"));
    assertFalse(Words.isContent("x"));
    assertTrue(Words.isContent("5"));
    assertTrue(Words.isContent("tent"));
  }

  @Test
  void stemsPluralsAndPossessives() {
    assertEquals("headphone", Words.stem("headphones"));
    assertEquals("glass", Words.stem("glass"));
    assertEquals("bus", Words.stem("bus"));
    assertEquals("woman", Words.stem("woman's"));
  }

  @Test
  void contentStemsStandOnce() {
    assertEquals(
        List.of("red", "shoe"), List.copyOf(Words.contentStems("The red shoes, a red shoe")));
  }

  @Property(tries = 300)
  void wordsOfWordsAreThemselves(@ForAll String text) {
    List<String> words = Words.of(text);
    assertEquals(words, Words.of(String.join(" ", words)));
  }
}
