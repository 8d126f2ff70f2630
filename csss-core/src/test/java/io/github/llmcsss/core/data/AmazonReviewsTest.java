package io.github.llmcsss.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmazonReviewsTest {
  @TempDir private Path directory;

  @Test
  void readsEveryYearsForm() throws IOException {
    Path file =
        write(
            """
            {"reviewerID": "U1", "asin": "P1", "reviewerName": "N", "overall": 5.0, \
            "summary": "Good", "reviewText": "Very &quot;good&quot;", "unixReviewTime": 1252800000}
            {"user_id": "U2", "asin": "V2", "parent_asin": "P2", "rating": 1.0, "title": "Bad", \
            "text": "So<br />bad", "timestamp": 1627679830425}
            {'reviewerID': 'U3', 'asin': 'P3', 'overall': 3, 'unixReviewTime': 0}
            """);
    assertEquals(
        List.of(
            new Review(
                "U1", "P1", 5, "Good", "Very \"good\"", Instant.parse("2009-09-13T00:00:00Z")),
            new Review("U2", "P2", 1, "Bad", "So bad", Instant.ofEpochMilli(1627679830425L)),
            new Review("U3", "P3", 3, "", "", Instant.EPOCH)),
        AmazonReviews.of(file).strict().read().records());
  }

  @Test
  void readsTheReviewsOfAHistoryOneAfterTheOther() throws IOException {
    Path file =
        write(
            """
            {"user_id": "U", "history": [\
            {"parent_asin": "A", "rating": 4, "timestamp_ms": 1627679830425, "review_title": "t", \
            "review_full": "x"}, \
            {"parent_asin": "B", "rating": 5, "timestamp_ms": 1627938153438}], \
            "heldout": {"parent_asin": "C", "rating": 2, "timestamp_ms": 1629826110674}}
            """);
    ReadResult<Review> result = AmazonReviews.of(file).read();
    assertEquals(List.of("A", "B", "C"), result.records().stream().map(Review::productId).toList());
    assertEquals("x", result.records().get(0).text());
    assertEquals(new ReadReport(1, 3, 0, 0, 0, 0, List.of()), result.report());
  }

  @Test
  void countsWhatIsNoReviewAndNamesNobody() throws IOException {
    Path file =
        write(
            """
            {"reviewerID": "U", "asin": "P", "overall": 5.0, "unixReviewTime": 1}
            {"asin": "P", "reviewerName": "Somebody", "overall": 5.0, "unixReviewTime": 1}
            {"reviewerID": "U", "overall": 5.0, "unixReviewTime": 1, "reviewerName": "Somebody"}
            {"reviewerID": "U", "asin": "P", "overall": 0, "unixReviewTime": 1}
            {"reviewerID": "U", "asin": "P", "overall": NaN, "unixReviewTime": 1}
            {"reviewerID": "U", "asin": "P", "overall": 5, "unixReviewTime": 99999999999999999999}
            {"reviewerID": "U", "asin": "P", "reviewerName": Somebody}
            """);
    ReadReport report = AmazonReviews.of(file).read().report();
    assertEquals(5, report.unusable());
    assertEquals(1, report.malformed());
    assertEquals(file + ":2: no user id", report.problems().get(0));
    assertFalse(report.toString().contains("Somebody"));
    IOException refused =
        assertThrows(IOException.class, () -> AmazonReviews.of(file).strict().read());
    assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ":7: not JSON"));
  }

  @Test
  void refusesFilesWithoutReviews() throws IOException {
    Path file = write("{}\n");
    assertEquals(
        file
            + " must hold at least one review, but none of its 1 lines is one; first problem: "
            + file
            + ":1: no user id",
        assertThrows(IOException.class, () -> AmazonReviews.of(file).read()).getMessage());
  }

  @Test
  void readsTheRealFiles() throws IOException {
    assertReviews(2_972, "amazon2018-giftcards/Gift_Cards_5.json.gz");
    assertReviews(2_375, "amazon2018-magazine/Magazine_Subscriptions_5.json.gz");
    assertReviews(1, "amazon2014-format/reviews_2014_excerpt.json");
    assertReviews(5 * 598, "amazon2023-user-histories/training.jsonl.gz");
  }

  private static void assertReviews(int count, String name) throws IOException {
    ReadResult<Review> result = AmazonReviews.of(RealData.file(name)).strict().read();
    assertEquals(count, result.records().size());
    assertEquals(0, result.report().unusable());
    for (Review review : result.records()) {
      assertTrue(review.time().isAfter(Instant.parse("1996-01-01T00:00:00Z")));
      assertTrue(review.time().isBefore(Instant.parse("2025-01-01T00:00:00Z")));
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("reviews"), text);
  }
}
