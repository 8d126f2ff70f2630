package io.github.llmcsss.core.data;

import java.util.List;

/**
 * What came of the lines of a file. Every line that is not blank is one of: records, duplicates,
 * unusable, malformed; but a line may hold several records, such as the history of a user.
 *
 * @param lines lines that are not blank
 * @param records what was read
 * @param duplicates lines whose id was there before
 * @param unusable lines that are well-formed, but lack what a record cannot do without
 * @param malformed lines that cannot be read at all
 * @param retitled products whose own title was lost and that were named after their description or
 *     brand
 * @param problems the first unusable and malformed lines, as {@code <file>:<line>: <problem>}; no
 *     text of the file
 */
public record ReadReport(
    long lines,
    long records,
    long duplicates,
    long unusable,
    long malformed,
    long retitled,
    List<String> problems) {
  /** How many problems are kept. */
  public static final int MAXIMUM_PROBLEMS = 10;

  /** Copies the list. */
  public ReadReport {
    problems = List.copyOf(problems);
  }
}
