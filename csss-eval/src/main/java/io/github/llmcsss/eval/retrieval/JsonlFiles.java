package io.github.llmcsss.eval.retrieval;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Judgements and runs as JSON lines, with the names of {@code ir_datasets}. Empty lines and a byte
 * order mark are passed over; other fields are not looked at. Faults are errors that name file and
 * line.
 */
public final class JsonlFiles {
  private JsonlFiles() {}

  /**
   * Reads judgements: {@code {"query_id": "q1", "doc_id": "d1", "relevance": 2}}.
   *
   * @throws IOException if the file cannot be read, is empty or has a fault: {@code <file>:<line>:
   *     <problem>}
   */
  public static Qrels qrels(Path file) throws IOException {
    Qrels.Builder builder = Qrels.builder();
    try (JsonLines lines = new JsonLines(file)) {
      while (lines.next()) {
        String query = lines.text("query_id");
        String document = lines.text("doc_id");
        int relevance = lines.whole("relevance");
        lines.checked(() -> builder.add(query, document, relevance));
      }
      lines.requireLines("judgement");
    }
    return builder.build();
  }

  /**
   * Reads a run: {@code {"query_id": "q1", "doc_id": "d1", "score": 2.5}}.
   *
   * @param id the name of the run
   * @throws IOException as {@link #qrels}
   */
  public static Run run(Path file, String id) throws IOException {
    Run.Builder builder = Run.builder(id);
    try (JsonLines lines = new JsonLines(file)) {
      while (lines.next()) {
        String query = lines.text("query_id");
        String document = lines.text("doc_id");
        double score = lines.number("score");
        lines.checked(() -> builder.add(query, document, score));
      }
      lines.requireLines("document");
    }
    return builder.build();
  }
}
