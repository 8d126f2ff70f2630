package io.github.llmcsss.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToxicTermsTest {
  private static final ToxicTerms FILTER =
      ToxicTerms.of(
          List.of("darn", "damn it", "Schei\u00dfe", "\u0393\u039b\u03a9\u03a3\u03a3\u0391\u03a3"));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Well, DARN!",
        "_darn_",
        "damn, it is late",
        "Damn-it",
        "SCHEISSE",
        "\uff44\uff41\uff52\uff4e",
        "\u03b3\u03bb\u03c9\u03c3\u03c3\u03b1\u03c2",
      })
  void findsTermsAsWords(String text) {
    assertEquals("toxic-term", Texts.reason(FILTER.check(Texts.shopper(text))));
    assertEquals("toxic-term", Texts.reason(FILTER.check(Texts.opening(text))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Darning wool from Darnley", "damn that it rains", "damn", "Scheit"})
  void partsOfWordsPass(String text) {
    assertEquals(Optional.empty(), FILTER.check(Texts.shopper(text)));
  }

  @Test
  void readsAList() throws IOException {
    Path file = Files.writeString(directory.resolve("terms.txt"), "# mild\n\n darn \nDamn it\n");
    ToxicTerms read = ToxicTerms.read(file);
    assertEquals("toxic-term", Texts.reason(read.check(Texts.shopper("darn"))));
    assertEquals(ToxicTerms.of(List.of("damn it", "darn", "DARN")).provenance(), read.provenance());
  }

  @Test
  void refusesALineWithoutAWord() throws IOException {
    Path file = Files.writeString(directory.resolve("terms.txt"), "darn\n***\n");
    IOException e = assertThrows(IOException.class, () -> ToxicTerms.read(file));
    assertEquals(file + ":2: no word: ***", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> ToxicTerms.of(List.of("!")));
  }
}
