package io.github.llmcsss.core.data;

import io.github.llmcsss.core.internal.Require;
import java.time.Instant;

/**
 * What a user said about a product. Names of reviewers are never read.
 *
 * @param userId who wrote it
 * @param productId of {@code Document.id()}
 * @param rating in [1, 5] stars
 * @param title plain text; may be empty
 * @param text plain text; may be empty
 * @param time when it was written
 */
public record Review(
    String userId, String productId, double rating, String title, String text, Instant time) {
  /** Checks ids and rating. */
  public Review {
    Require.that(!userId.isBlank(), "userId", "not blank", "\"" + userId + "\"");
    Require.that(!productId.isBlank(), "productId", "not blank", "\"" + productId + "\"");
    Require.that(rating >= 1 && rating <= 5, "rating", "in [1, 5]", rating);
  }
}
