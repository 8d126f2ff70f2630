package io.github.llmcsss.eval.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.eval.ReferenceCases;
import io.github.llmcsss.eval.statistics.Bootstrap;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TextMeasuresTest {
  private static final List<String> TEXTS =
      List.of("a red lamp for the desk", "a red lamp for the hall", "the kettle is loud");

  @Test
  void varietyIsCounted() {
    assertEquals(10.0 / 16, Diversity.distinct(TEXTS, 1), 1e-12);
    assertEquals(9.0 / 13, Diversity.distinct(TEXTS, 2), 1e-12);
    assertEquals(1, Diversity.distinct(List.of("one two", "three"), 1));
    assertEquals(Double.NaN, Diversity.distinct(List.of("one"), 2));
    assertTrue(Diversity.selfBleu(TEXTS) > Diversity.selfBleu(TEXTS.subList(1, 3)));
    assertEquals(100, Diversity.selfBleu(List.of("x y z q", "x y z q")), 1e-9);
    assertEquals(new Diversity.Lengths(16 / 3.0, 6, 4, 6), Diversity.lengths(TEXTS));
    assertEquals(new Diversity.Lengths(Double.NaN, Double.NaN, 0, 0), Diversity.lengths(List.of()));
  }

  @Test
  void aBootstrapOfBleuNeedsTheTextsOnce() {
    List<String> references = new ArrayList<>(TEXTS);
    references.set(2, "the kettle is quiet");
    Bleu bleu = Bleu.standard();
    List<Bleu.Segment> segments = bleu.segments(TEXTS, List.of(references));
    assertEquals(bleu.corpus(TEXTS, List.of(references)), bleu.score(segments));
    Bootstrap.Interval interval =
        Bootstrap.interval(
            segments.size(),
            drawn -> {
              List<Bleu.Segment> again = new ArrayList<>();
              for (int index : drawn) {
                again.add(segments.get(index));
              }
              return bleu.score(again).value();
            },
            0.9,
            500,
            1);
    double value = bleu.score(segments).value();
    assertTrue(interval.low() < value && value < interval.high(), interval.toString());
  }

  /** Those of {@code src/test/python/stem_cases.py}, with nltk 3.10.4. */
  @Test
  void stemsAreThoseOfNltk() throws IOException {
    int words = 0;
    try (BufferedReader lines = ReferenceCases.kept(getClass(), "stem_cases.tsv.gz")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split("\t", -1);
        assertEquals(cells[1], PorterStemmer.stem(cells[0]), cells[0]);
        words++;
      }
    }
    assertTrue(words > 5000, words + " words");
    assertEquals("", PorterStemmer.stem(""));
    assertEquals("sky", PorterStemmer.stem("SKIES"));
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Bleu.standard().sentence("a", List.of()));
    assertEquals(
        "there must be a reference for each of the 2 texts, but a list has 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> Bleu.standard().corpus(List.of("a", "b"), List.of(List.of("a"))))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> ChrF.standard().corpus(List.of("a", "b"), List.of(List.of("a"))));
    assertThrows(
        IllegalArgumentException.class,
        () -> Ter.standard().corpus(List.of("a", "b"), List.of(List.of("a"))));
    assertThrows(IllegalArgumentException.class, () -> ChrF.standard().sentence("a", List.of()));
    assertThrows(IllegalArgumentException.class, () -> new ChrF(0, 0, 2, false, false, false));
    assertThrows(IllegalArgumentException.class, () -> Smoothing.floor(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> BleuTokenizer.named("zh"));
    assertThrows(IllegalArgumentException.class, () -> Rouge.standard().n("a", "b", 0));
    assertThrows(IllegalArgumentException.class, () -> Diversity.selfBleu(List.of("a")));
  }

  @Property(tries = 300)
  void anyTextsHaveScoresWithinTheBounds(@ForAll String text, @ForAll String reference) {
    for (BleuTokenizer tokenizer : BleuTokenizer.values()) {
      double value =
          Bleu.sentences().withTokenizer(tokenizer).sentence(text, List.of(reference)).value();
      assertTrue(value >= 0 && value <= 100 + 1e-9, tokenizer + " " + value);
    }
    double chrf = ChrF.plusPlus().sentence(text, List.of(reference));
    assertTrue(chrf >= 0 && chrf <= 100 + 1e-9, "chrF " + chrf);
    assertTrue(Ter.standard().sentence(text, List.of(reference)) >= 0);
    Rouge.Score rouge = Rouge.standard().l(text, reference);
    assertTrue(rouge.f() >= 0 && rouge.f() <= 1);
    assertEquals(rouge.f(), Rouge.standard().l(reference, text).f(), 1e-12);
  }

  @Property(tries = 100)
  void aTextIsItsOwnBestReferenceAndTheOrderOfTextsDoesNotCount(
      @ForAll @Size(min = 1, max = 5) List<String> texts) {
    List<String> shuffled = new ArrayList<>(texts);
    Collections.reverse(shuffled);
    Bleu bleu = Bleu.standard();
    assertEquals(
        bleu.corpus(texts, List.of(texts)).value(),
        bleu.corpus(shuffled, List.of(shuffled)).value(),
        1e-9);
    assertEquals(0, Ter.standard().corpus(texts, List.of(texts)));
    String words = String.join(" ", texts) + " four more words here";
    assertEquals(100, bleu.sentence(words, List.of(words)).value(), 1e-9);
    assertEquals(100, ChrF.standard().sentence(words, List.of(words)), 1e-9);
    assertEquals(1, Rouge.standard().l(words, words).f(), 1e-12);
  }
}
