package io.github.llmcsss.eval.retrieval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of BEIR: {@code qrels/test.tsv} and the JSON lines of {@code queries.jsonl} and {@code
 * corpus.jsonl}. Faults are errors that name file and line.
 */
public final class BeirFiles {
  private BeirFiles() {}

  /**
   * Reads judgements: a line of names, then query, document and relevance with tabs between.
   *
   * @throws IOException if the file cannot be read, is empty or has a fault: {@code <file>:<line>:
   *     <problem>}
   */
  public static Qrels qrels(Path file) throws IOException {
    Qrels.Builder builder = Qrels.builder();
    try (CellReader cells = new CellReader(file)) {
      boolean first = true;
      while (cells.next()) {
        cells.require(3, 3, "query, document and relevance");
        if (!first || !cells.text(2).equals("score")) {
          int relevance = cells.whole(2);
          cells.checked(() -> builder.add(cells.repeated(0), cells.text(1), relevance));
        }
        first = false;
      }
      cells.requireLines("judgement");
    }
    return builder.build();
  }

  /**
   * Reads the texts of a file of JSON lines by their id, in its order: {@code {"_id": "q1", "text":
   * "..."}}; title and text are joined by a blank.
   *
   * @throws IOException if the file cannot be read, is empty or has a fault: {@code <file>:<line>:
   *     <problem>}
   */
  public static Map<String, String> texts(Path file) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (JsonLines lines = new JsonLines(file)) {
      while (lines.next()) {
        String id = lines.text("_id");
        String text = (lines.optionalText("title") + " " + lines.text("text")).strip();
        if (texts.putIfAbsent(id, text) != null) {
          throw lines.fault("the id \"" + id + "\" is there twice");
        }
      }
      lines.requireLines("text");
    }
    return texts;
  }
}
