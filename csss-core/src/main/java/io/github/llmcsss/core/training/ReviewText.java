package io.github.llmcsss.core.training;

import io.github.llmcsss.core.data.Review;
import java.util.List;
import java.util.regex.Pattern;

/** A review as an utterance. */
final class ReviewText {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private ReviewText() {}

  /** The text, or where there is none the title; empty where there is neither. */
  static String of(Review review) {
    String text = review.text().strip();
    return text.isEmpty() ? review.title().strip() : text;
  }

  /** As many whole sentences as fit; where the first does not, as many of its words. */
  static String shortened(String text, int maximumWords) {
    StringBuilder kept = new StringBuilder();
    int words = 0;
    for (String sentence : SENTENCE_END.split(text, -1)) {
      List<String> own = SPACE.splitAsStream(sentence.strip()).toList();
      if (words + own.size() > maximumWords) {
        return kept.isEmpty() ? String.join(" ", own.subList(0, maximumWords)) : kept.toString();
      }
      words += own.size();
      kept.append(kept.isEmpty() ? "" : " ").append(String.join(" ", own));
    }
    return kept.toString();
  }
}
