package io.github.llmcsss.core.grounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.DocumentField;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.core.data.AmazonCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Answers made from products that are really sold, three of which are retrieved each time. */
class RealTitlesTest {
  private static final int STEP = 10;
  private static final Pattern HEAD_END = Pattern.compile("[,(|:;]| [-\u2013\u2014] ");

  private static List<Document> products() throws IOException {
    Path file =
        Path.of(
            System.getProperty("csss.shared", ""), "data/amazon2023-meta-20k/meta_20k.jsonl.gz");
    assumeTrue(Files.isRegularFile(file), "the Amazon 2023 products are not here");
    return AmazonCatalogue.of(file).read().records();
  }

  @Test
  void whatComesFromADocumentIsCitedAndNothingElseFound() throws IOException {
    List<Document> products = products();
    int answers = 0;
    int unsupported = 0;
    int whole = 0;
    for (int i = 0; i + 2 < products.size(); i += STEP) {
      Document one = products.get(i);
      List<RetrievedDocument> found =
          GroundingTest.found(one, products.get(i + 1), products.get(i + 2));
      String feature = one.features().isEmpty() ? "" : " " + one.features().getFirst();
      String price =
          one.price().isPresent()
              ? String.format(Locale.ROOT, " for $%.2f", one.price().getAsDouble())
              : "";
      String answer = "Take the " + one.title() + price + "." + feature;
      Grounding grounding = Grounding.of(answer, found, List.of(), "something");
      answers++;
      unsupported += grounding.supported() ? 0 : 1;
      whole += coversTitle(one, grounding) ? 1 : 0;
      GroundingTest.assertValid(answer, found, grounding);
      assertEquals(price.isEmpty(), !citesPriceOf(one, grounding), answer);
    }
    assertTrue(answers > 1000, () -> "too few products");
    assertTrue(unsupported <= 0.001 * answers, unsupported + " of " + answers + " unsupported");
    assertTrue(whole >= 0.995 * answers, whole + " of " + answers + " titles cited whole");
  }

  private static boolean citesPriceOf(Document one, Grounding grounding) {
    return grounding.citations().stream()
        .anyMatch(c -> c.documentId().equals(one.id()) && c.field() == DocumentField.Single.PRICE);
  }

  /** From the first word of the title to its last, in the answer and in the document. */
  private static boolean coversTitle(Document one, Grounding grounding) {
    List<Token> title = Tokens.of(one.title());
    int before = "Take the ".length();
    return grounding.citations().stream()
        .filter(c -> c.kind() == ClaimKind.PRODUCT && c.documentId().equals(one.id()))
        .filter(c -> c.field() == DocumentField.Single.TITLE)
        .anyMatch(c ->
            c.fieldStart() == title.getFirst().start()
                && c.fieldEnd() == title.getLast().end()
                && c.start() == before + c.fieldStart()
                && c.end() == before + c.fieldEnd());
  }

  /** People say the beginning of a title, up to the first comma or dash. */
  @Test
  void titlesThatAreCutToTheirHeadsAreCited() throws IOException {
    List<Document> products = products();
    int answers = 0;
    int cited = 0;
    for (int i = 0; i + 2 < products.size(); i += STEP) {
      Document one = products.get(i);
      String head = HEAD_END.split(one.title(), 2)[0].strip();
      if (Tokens.of(head).stream().filter(Token::content).count() < 3
          || head.length() == one.title().length()) {
        continue;
      }
      List<RetrievedDocument> found =
          GroundingTest.found(one, products.get(i + 1), products.get(i + 2));
      Grounding grounding =
          Grounding.of("I would take the " + head + ".", found, List.of(), "something");
      answers++;
      cited += namesAll(head, one, grounding) ? 1 : 0;
      assertTrue(grounding.supported(), () -> head + ": " + grounding.unsupported());
    }
    assertTrue(answers > 500, "too few titles have a head");
    assertTrue(cited >= 0.98 * answers, cited + " of " + answers + " heads cited");
  }

  private static boolean namesAll(String head, Document one, Grounding grounding) {
    List<Token> words = Tokens.of(head);
    int before = "I would take the ".length();
    return grounding.citations().stream()
        .anyMatch(c ->
            c.kind() == ClaimKind.PRODUCT
                && c.documentId().equals(one.id())
                && c.start() == before + words.getFirst().start()
                && c.end() == before + words.getLast().end());
  }

  @Test
  void aChangedPriceOrNumberIsUnsupported() throws IOException {
    List<Document> products = products();
    int prices = 0;
    int numbers = 0;
    for (int i = 0; i + 2 < products.size(); i += STEP) {
      Document one = products.get(i);
      if (one.price().isEmpty()) {
        continue;
      }
      List<RetrievedDocument> found =
          GroundingTest.found(one, products.get(i + 1), products.get(i + 2));
      double wrong = one.price().getAsDouble() + 3.17;
      String answer =
          String.format(Locale.ROOT, "It weighs 48371 kg. It is yours for $%.2f.", wrong);
      Grounding grounding = Grounding.of(answer, found, List.of(), "something");
      prices += has(grounding, ClaimKind.PRICE) ? 0 : 1;
      numbers += has(grounding, ClaimKind.NUMBER) ? 0 : 1;
    }
    assertEquals(0, numbers);
    assertTrue(prices <= 3, prices + " wrong prices were those of another document");
  }

  private static boolean has(Grounding grounding, ClaimKind kind) {
    return grounding.unsupported().stream().anyMatch(claim -> claim.kind() == kind);
  }
}
