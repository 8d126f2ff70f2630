package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The fields of a review, whichever year's names they have. */
final class ReviewMapper {
  /** Milliseconds of 1973, seconds of 5138. */
  private static final long FIRST_MILLISECONDS = 100_000_000_000L;

  private static final long MAXIMUM = 100_000 * FIRST_MILLISECONDS;

  private ReviewMapper() {}

  /** The review of a line, or those of a user's history with the one held out at the end. */
  static List<Review> map(JsonNode line, Counts counts) throws LineException {
    String user = first(line, "user_id", "reviewerID");
    if (user.isEmpty()) {
      throw new LineException.Unusable("no user id");
    }
    if (!line.has("history")) {
      return List.of(review(user, line));
    }
    List<Review> history = new ArrayList<>();
    for (JsonNode review : line.get("history")) {
      history.add(review(user, review));
    }
    if (line.path("heldout").isObject()) {
      history.add(review(user, line.get("heldout")));
    }
    return history;
  }

  private static Review review(String user, JsonNode line) throws LineException.Unusable {
    JsonNode rating = line.has("rating") ? line.get("rating") : line.path("overall");
    double stars = rating.isNumber() ? rating.doubleValue() : Double.NaN;
    if (!(stars >= 1 && stars <= 5)) {
      throw new LineException.Unusable("no rating from 1 to 5");
    }
    return new Review(
        user,
        ProductMapper.id(line),
        stars,
        first(line, "title", "summary", "review_title"),
        first(line, "text", "reviewText", "review_full"),
        time(line));
  }

  private static Instant time(JsonNode line) throws LineException.Unusable {
    for (String name : List.of("timestamp", "unixReviewTime", "timestamp_ms", "sort_timestamp")) {
      JsonNode node = line.path(name);
      if (node.isIntegralNumber()
          && node.canConvertToLong()
          && Math.abs((double) node.longValue()) < MAXIMUM) {
        long value = node.longValue();
        return value < FIRST_MILLISECONDS
            ? Instant.ofEpochSecond(value)
            : Instant.ofEpochMilli(value);
      }
    }
    throw new LineException.Unusable("no time");
  }

  private static String first(JsonNode line, String... names) {
    for (String name : names) {
      String text = CleanText.of(line.path(name));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }
}
