package io.github.llmcsss.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.SearchRequest;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.WordSearch;
import io.github.llmcsss.core.data.AmazonCatalogue;
import io.github.llmcsss.core.data.AmazonReviews;
import io.github.llmcsss.core.data.RealData;
import io.github.llmcsss.core.data.Review;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.testkit.SmallCatalogue;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReviewSessionsTest {
  private static final List<Document> CATALOGUE = SmallCatalogue.documents();

  /** Three reviews a product; the first product has none, the second one that says nothing. */
  private static List<Review> reviews() {
    List<Review> reviews = new ArrayList<>();
    reviews.add(review("u9", CATALOGUE.get(1).id(), " ", 9));
    for (Document product : CATALOGUE.subList(2, CATALOGUE.size())) {
      for (int i = 0; i < 3; i++) {
        reviews.add(
            review("u" + i, product.id(), "Great " + product.title() + ". Bought " + i + ".", i));
      }
    }
    return reviews;
  }

  private static Review review(String user, String product, String text, int second) {
    return new Review(user, product, 5, "", text, Instant.ofEpochSecond(second));
  }

  /** Ranks by words in common, of titles and categories. */
  private static WordSearch search(List<Document> catalogue) {
    return new WordSearch(catalogue, product -> product.title() + " " + product.categories());
  }

  private static ReviewSessions sessions(TurnPolicy turns, boolean ungrounded, long seed) {
    return new ReviewSessions(DocumentSearch.of(search(CATALOGUE)), turns, 40, ungrounded, seed);
  }

  @Test
  void reviewsSpeakAndProductsAnswer() throws IOException {
    ReviewSessions.Made made = sessions(TurnPolicy.exactly(3), true, 1).make(CATALOGUE, reviews());
    assertEquals(2, made.unreviewed());
    assertEquals(0, made.unqueried());
    assertEquals(0, made.notFound());
    assertEquals(CATALOGUE.size() - 2, made.sessions().size());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < made.sessions().size(); i++) {
      Session session = made.sessions().get(i);
      Document product = CATALOGUE.get(i + 2);
      assertTrue(ids.add(session.id()), "twice: " + session.id());
      assertEquals(3, session.turns().size());
      assertEquals(session.seed().text(), session.turns().getFirst().user());
      assertEquals(Set.of(product.id()), session.need().orElseThrow().targets());
      for (Turn turn : session.turns()) {
        SystemResponse answer = turn.response().orElseThrow();
        assertTrue(answer.text().startsWith(product.title()), answer::text);
        assertEquals(
            search(CATALOGUE).search(SearchRequest.of(answer.query(), 3)).documents(),
            answer.documents());
      }
      for (Turn turn : session.turns().subList(1, 3)) {
        assertTrue(turn.user().startsWith("Great " + product.title()), turn::user);
      }
      assertNotEquals(session.turns().get(1).user(), session.turns().get(2).user());
    }
  }

  @Test
  void leavesOutWhatWasNotFound() throws IOException {
    ReviewSessions.Made all = sessions(TurnPolicy.exactly(2), true, 1).make(CATALOGUE, reviews());
    ReviewSessions.Made found =
        sessions(TurnPolicy.exactly(2), false, 1).make(CATALOGUE, reviews());
    assertTrue(found.notFound() > 0 && !found.sessions().isEmpty(), found::toString);
    assertEquals(all.sessions().size(), found.sessions().size() + found.notFound());
    for (Session session : found.sessions()) {
      String target = session.need().orElseThrow().targets().iterator().next();
      for (Turn turn : session.turns()) {
        assertTrue(
            turn.response().orElseThrow().documents().stream()
                .anyMatch(document -> document.document().id().equals(target)));
      }
    }
    assertTrue(all.sessions().containsAll(found.sessions()));
  }

  @Test
  void doesNotDependOnTheOrderOfReviewsButOnTheSeed() throws IOException {
    List<Review> other = reviews();
    Collections.shuffle(other, new Random(4));
    ReviewSessions.Made made = sessions(TurnPolicy.mean(2.1), true, 1).make(CATALOGUE, reviews());
    assertEquals(made, sessions(TurnPolicy.mean(2.1), true, 1).make(CATALOGUE, other));
    assertNotEquals(made, sessions(TurnPolicy.mean(2.1), true, 2).make(CATALOGUE, reviews()));
  }

  @Test
  void saysWholeSentencesWhileTheyFit() {
    assertEquals("One two. Three!", ReviewText.shortened("One  two. Three! Four five.", 4));
    assertEquals(
        "One two. Three! Four five.", ReviewText.shortened("One two. Three! Four five.", 5));
    assertEquals("One two", ReviewText.shortened("One two three four. Five.", 2));
    assertEquals("title", ReviewText.of(new Review("u", "p", 3, "title", " ", Instant.EPOCH)));
  }

  @Test
  void tellsSomethingNewAtEveryTurnWhileThereIsSomething() {
    Document lamp =
        Document.builder("p", "Oso Lamp")
            .brand("Oso")
            .price(5)
            .features(List.of("Red", "Warm", "Made of tin", " "))
            .build();
    ProductFacts facts = new ProductFacts(lamp);
    assertEquals("Oso Lamp, $5.00. Red; Warm", facts.fact(0));
    assertEquals("Oso Lamp, $5.00. Made of tin", facts.fact(1));
    assertEquals(facts.fact(0), facts.fact(2));
  }

  @Test
  void refusesSessionsWithoutAReview() {
    DocumentSearch search = DocumentSearch.of(search(CATALOGUE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReviewSessions(search, TurnPolicy.between(1, 3), 40, false, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReviewSessions(search, TurnPolicy.exactly(2), 0, false, 1));
  }

  @Test
  void makesSessionsOfRealReviews() throws IOException {
    List<Document> catalogue =
        AmazonCatalogue.of(RealData.file("amazon2018-magazine/meta_Magazine_Subscriptions.json.gz"))
            .read()
            .records();
    List<Review> reviews =
        AmazonReviews.of(RealData.file("amazon2018-magazine/Magazine_Subscriptions_5.json.gz"))
            .read()
            .records();
    DocumentSearch search = DocumentSearch.of(search(catalogue));
    ReviewSessions.Made all =
        new ReviewSessions(search, TurnPolicy.mean(2.1), 40, true, 1).make(catalogue, reviews);
    double turns =
        all.sessions().stream().mapToInt(session -> session.turns().size()).average().orElseThrow();
    assertTrue(all.sessions().size() >= 100, () -> "only " + all.sessions().size());
    assertEquals(2.1, turns, 0.1);
    ReviewSessions.Made found = ReviewSessions.of(search, 1).make(catalogue, reviews);
    PromptLayout layout = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
    assertEquals(
        found.sessions().stream().mapToInt(session -> 2 * session.turns().size() - 1).sum(),
        SessionExamples.of(found.sessions(), layout).examples().size());
  }
}
