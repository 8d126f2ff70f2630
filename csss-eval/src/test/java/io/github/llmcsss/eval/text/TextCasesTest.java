package io.github.llmcsss.eval.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.eval.ReferenceCases;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases are those of {@code src/test/python/text_cases.py 1 80}, with sacrebleu 2.6.0 and
 * rouge-score 0.1.2.
 */
class TextCasesTest {
  private static final double TOLERANCE = 1e-9;

  @Test
  void everythingIsThatOfTheReferences() throws IOException {
    try (BufferedReader lines = ReferenceCases.kept(getClass(), "text_cases.jsonl.gz")) {
      int compared = check(lines);
      assertTrue(compared > 4000, compared + " scores");
    }
  }

  /** A thousand more, where {@code -Dcsss.python} names a Python that has both. */
  @Test
  @Tag("slow")
  void theReferencesThemselvesSayTheSame(@TempDir Path directory)
      throws IOException, InterruptedException {
    try (BufferedReader lines = ReferenceCases.made("text_cases.py", directory)) {
      int compared = check(lines);
      assertTrue(compared > 50_000, compared + " scores");
    }
  }

  /** Real sentences: turns of conversations about products, each beside the turns around it. */
  @Test
  @Tag("slow")
  void theReferencesSayTheSameOfRealSentences(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path conversations = ReferenceCases.conversations();
    try (BufferedReader lines =
        ReferenceCases.made("text_cases.py", directory, conversations.toString())) {
      int compared = check(lines);
      assertTrue(compared > 50_000, compared + " scores");
    }
  }

  private static int check(BufferedReader lines) throws IOException {
    int compared = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      compared += check(new ObjectMapper().readTree(line));
    }
    return compared;
  }

  /** What sacrebleu 2.6.0 says, which cuts references twice: 60 words, not 59. */
  @Test
  void possessivesAreThoseOfSacrebleu() {
    Ter ter = new Ter(true, false, false, false);
    assertEquals(100 * 2 / 5.0, ter.sentence("in their 40's.", List.of("in their 40's.")));
    assertEquals(0, ter.sentence("in their 40 's .", List.of("in their 40's.")));
  }

  private static int check(JsonNode given) {
    List<String> texts = strings(given.path("texts"));
    List<List<String>> references = new ArrayList<>();
    given.path("references").forEach(list -> references.add(strings(list)));
    List<String> first = references.stream().map(List::getFirst).toList();
    int compared = 0;
    for (JsonNode one : given.path("bleu")) {
      Bleu bleu =
          new Bleu(
              BleuTokenizer.named(one.path("tokenizer").asText()),
              smoothing(one),
              one.path("lower").booleanValue(),
              one.path("effective").booleanValue(),
              one.path("order").intValue());
      assertScore(one.path("corpus"), bleu.corpus(texts, references), one, given);
      assertScore(one.path("sentence"), bleu.sentence(texts.getFirst(), first), one, given);
      assertEquals(one.path("signature").asText(), bleu.signature(references.size()));
      compared += 2;
    }
    for (JsonNode one : given.path("chrf")) {
      JsonNode options = one.path("options");
      ChrF chrf =
          new ChrF(
              options.path(0).intValue(),
              options.path(1).intValue(),
              options.path(2).intValue(),
              one.path("lower").booleanValue(),
              one.path("whitespace").booleanValue(),
              one.path("eps").booleanValue());
      assertEquals(
          one.path("corpus").doubleValue(),
          chrf.corpus(texts, references),
          TOLERANCE,
          () -> chrf + " of " + given);
      assertEquals(
          one.path("sentence").doubleValue(), chrf.sentence(texts.getFirst(), first), TOLERANCE);
      assertEquals(one.path("signature").asText(), chrf.signature(references.size()));
      assertEquals(one.path("name").asText(), chrf.name());
      compared += 2;
    }
    for (JsonNode one : given.path("ter")) {
      Ter ter =
          new Ter(
              one.path("normalized").booleanValue(),
              one.path("noPunctuation").booleanValue(),
              one.path("asian").booleanValue(),
              one.path("case").booleanValue());
      assertEquals(
          one.path("corpus").doubleValue(),
          ter.corpus(texts, references),
          TOLERANCE,
          () -> ter + " of " + given.path("texts") + given.path("references"));
      assertEquals(
          one.path("sentence").doubleValue(), ter.sentence(texts.getFirst(), first), TOLERANCE);
      assertEquals(one.path("signature").asText(), ter.signature(references.size()));
      compared += 2;
    }
    for (boolean stemmed : new boolean[] {false, true}) {
      Rouge rouge = new Rouge(stemmed);
      JsonNode expected = given.path(stemmed ? "rougeStemmed" : "rouge");
      for (int order = 1; order <= 3; order++) {
        assertRouge(
            expected.path("rouge" + order),
            rouge.n(texts.getFirst(), first.getFirst(), order),
            given);
      }
      assertRouge(expected.path("rougeL"), rouge.l(texts.getFirst(), first.getFirst()), given);
      compared += 4;
    }
    return compared;
  }

  private static Smoothing smoothing(JsonNode one) {
    JsonNode value = one.path("smoothing");
    return switch (one.path("method").asText()) {
      case "none" -> Smoothing.NONE;
      case "exp" -> Smoothing.EXP;
      case "floor" -> Smoothing.floor(value.asDouble(0.1));
      default -> Smoothing.addK(value.asDouble(1));
    };
  }

  private static void assertScore(
      JsonNode expected, BleuScore score, JsonNode one, JsonNode given) {
    String where = one.path("signature") + " of " + given.path("texts") + given.path("references");
    assertEquals(expected.path("value").doubleValue(), score.value(), TOLERANCE, where);
    assertEquals(expected.path("bp").doubleValue(), score.brevityPenalty(), TOLERANCE, where);
    assertEquals(expected.path("length").intValue(), score.length(), where);
    assertEquals(expected.path("reference").intValue(), score.referenceLength(), where);
    for (int i = 0; i < score.precisions().size(); i++) {
      assertEquals(
          expected.path("precisions").path(i).doubleValue(),
          score.precisions().get(i),
          TOLERANCE,
          where);
    }
    assertEquals(expected.path("details").asText(), score.details(), where);
  }

  private static void assertRouge(JsonNode expected, Rouge.Score score, JsonNode given) {
    String where = "ROUGE of " + given.path("texts") + given.path("references");
    assertEquals(expected.path(0).doubleValue(), score.precision(), TOLERANCE, where);
    assertEquals(expected.path(1).doubleValue(), score.recall(), TOLERANCE, where);
    assertEquals(expected.path(2).doubleValue(), score.f(), TOLERANCE, where);
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(value -> strings.add(value.asText()));
    return strings;
  }
}
