package io.github.llmcsss.eval.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of BEIR: {@code qrels/test.tsv} and the JSON lines of {@code queries.jsonl} and {@code
 * corpus.jsonl}. Faults are errors that name file and line.
 */
public final class BeirFiles {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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
    long number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          JsonNode json = MAPPER.readTree(line);
          String id = json.path("_id").asText();
          if (id.isEmpty() || !json.path("text").isTextual()) {
            throw fault(file, number, "there must be \"_id\" and \"text\"");
          }
          String text = (json.path("title").asText() + " " + json.path("text").asText()).strip();
          if (texts.putIfAbsent(id, text) != null) {
            throw fault(file, number, "the id \"" + id + "\" is there twice");
          }
        }
      }
    } catch (MalformedInputException e) {
      throw fault(file, number + 1, "the text is not UTF-8");
    } catch (JsonProcessingException e) {
      throw fault(file, number, "not JSON: " + e.getOriginalMessage());
    }
    if (texts.isEmpty()) {
      throw new IOException(file + ": there is no text in the file");
    }
    return texts;
  }

  private static IOException fault(Path file, long line, String problem) {
    return new IOException(file + ":" + line + ": " + problem);
  }
}
