package io.github.llmcsss.core.data;

import java.util.List;

/**
 * All records of a file.
 *
 * @param records in the order of the file
 * @param report what came of its lines
 * @param <T> products or reviews
 */
public record ReadResult<T>(List<T> records, ReadReport report) {
  /** Copies the list. */
  public ReadResult {
    records = List.copyOf(records);
  }
}
