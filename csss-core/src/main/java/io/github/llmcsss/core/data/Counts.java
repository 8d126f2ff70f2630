package io.github.llmcsss.core.data;

import java.util.ArrayList;
import java.util.List;

/** Collects a {@link ReadReport}; not thread-safe. */
final class Counts {
  private final List<String> problems = new ArrayList<>();
  long lines;
  long records;
  long duplicates;
  long unusable;
  long malformed;
  long retitled;

  void problem(String message) {
    if (problems.size() < ReadReport.MAXIMUM_PROBLEMS) {
      problems.add(message);
    }
  }

  ReadReport report() {
    return new ReadReport(lines, records, duplicates, unusable, malformed, retitled, problems);
  }
}
