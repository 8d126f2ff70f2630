package io.github.llmcsss.core.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of Amazon reviews, one a line, plain or gzip (told by content), UTF-8, in the form of
 * 2014, 2018 or 2023; or of users' histories, one user a line, whose reviews are given one after
 * the other (one that the file holds out comes last). Texts are cleaned like those of {@link
 * AmazonCatalogue}. The product is {@code parent_asin}, else {@code asin}; times are seconds or
 * milliseconds.
 *
 * <p>Lines without user, product, rating or time are counted and passed over, and so are malformed
 * ones unless the reviews are {@linkplain #strict() strict}. Nothing is known of duplicates: a user
 * may review a product twice. Immutable and thread-safe.
 */
public final class AmazonReviews {
  private final Path file;
  private final boolean strict;

  private AmazonReviews(Path file, boolean strict) {
    this.file = file;
    this.strict = strict;
  }

  /** The reviews in this file; nothing is opened yet. */
  public static AmazonReviews of(Path file) {
    return new AmazonReviews(file, false);
  }

  /** The same reviews, where the first malformed line is an error that names file and line. */
  public AmazonReviews strict() {
    return new AmazonReviews(file, true);
  }

  /**
   * Reads all reviews into memory.
   *
   * @throws IOException if the file is missing, empty or damaged, or holds no review at all
   */
  public ReadResult<Review> read() throws IOException {
    RecordReader<Review> reader = open();
    ReadResult<Review> result = new ReadResult<>(reader.drain(), reader.report());
    if (result.records().isEmpty()) {
      throw reader.nothing("review");
    }
    return result;
  }

  /**
   * Reads reviews one at a time.
   *
   * @throws IOException if the file is missing or empty
   */
  public RecordReader<Review> open() throws IOException {
    return RecordReader.open(file, ReviewMapper::map, strict);
  }
}
