package io.github.llmcsss.eval.retrieval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of TREC. Cells are separated by blanks or tabs, as many as there are; lines end with LF or
 * CRLF; empty lines and those that begin with {@code #} are passed over, and so is a byte order
 * mark. Anything else that is not as it should be is an error that names file and line.
 */
public final class TrecFiles {
  private TrecFiles() {}

  /**
   * Reads judgements: lines of query, a cell that is not read, document, relevance.
   *
   * @throws IOException if the file cannot be read, is empty or has a fault: {@code <file>:<line>:
   *     <problem>}
   */
  public static Qrels qrels(Path file) throws IOException {
    Qrels.Builder builder = Qrels.builder();
    try (CellReader cells = new CellReader(file)) {
      while (cells.next()) {
        cells.require(4, 4, "query, iteration, document and relevance");
        int relevance = cells.whole(3);
        cells.checked(() -> builder.add(cells.repeated(0), cells.text(2), relevance));
      }
      cells.requireLines("judgement");
    }
    return builder.build();
  }

  /**
   * Reads a run: lines of query, a cell that is not read, document, rank, score, name of the run.
   * The rank is not looked at; the name is that of the last line.
   *
   * @throws IOException as {@link #qrels}; NaN is no score
   */
  public static Run run(Path file) throws IOException {
    Run.Builder builder = Run.builder("");
    try (CellReader cells = new CellReader(file)) {
      while (cells.next()) {
        cells.require(6, 6, "query, iteration, document, rank, score and run");
        double score = cells.number(4);
        cells.checked(
            () -> builder.add(cells.repeated(0), cells.text(2), score).id(cells.repeated(5)));
      }
      cells.requireLines("document");
    }
    return builder.build();
  }

  /**
   * Reads topics: {@code <top>} blocks with {@code <num>}, {@code <title>}, {@code <desc>} and
   * {@code <narr>}, with or without their labels and end tags.
   *
   * @throws IOException as {@link #qrels}
   */
  public static List<Topic> topics(Path file) throws IOException {
    return new TopicReader(file).read();
  }
}
