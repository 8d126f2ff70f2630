package io.github.llmcsss.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one session asked of a generator, turn by turn, so that the same can be asked of another. A
 * file has one on each line, as JSON.
 *
 * @param steps the requests in order
 */
record Trace(List<Step> steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A request and what came of it.
   *
   * @param next who speaks
   * @param messages before it
   * @param sampling how it was drawn
   * @param prompt the messages as tokens
   * @param answer the tokens that were drawn
   */
  record Step(
      Role next,
      List<Message> messages,
      Sampling sampling,
      List<Integer> prompt,
      List<Integer> answer) {}

  static void write(List<Trace> traces, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Trace trace : traces) {
        writer.write(JSON.writeValueAsString(trace));
        writer.newLine();
      }
    }
  }

  static List<Trace> read(Path file) throws IOException {
    List<Trace> traces = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        traces.add(JSON.readValue(line, Trace.class));
      }
    }
    return traces;
  }
}
