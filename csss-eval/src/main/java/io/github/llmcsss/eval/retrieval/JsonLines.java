package io.github.llmcsss.eval.retrieval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Goes through a file with a JSON object on each line; empty lines are passed over. */
final class JsonLines implements Closeable {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final LineReader lines;
  private JsonNode json = MAPPER.missingNode();
  private boolean found;

  JsonLines(Path file) throws IOException {
    this.lines = new LineReader(file);
  }

  /** Goes to the next object; false if there is none. */
  boolean next() throws IOException {
    while (lines.next()) {
      String text = lines.text(lines.start(), lines.end(), "the line");
      if (!text.isBlank()) {
        try {
          json = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
          throw lines.fault("not JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
          throw lines.fault("the line must be a JSON object");
        }
        found = true;
        return true;
      }
    }
    return false;
  }

  /** A text that must be there; a number is taken for its text, as ids often are numbers. */
  String text(String field) throws IOException {
    JsonNode value = json.path(field);
    boolean text = value.isTextual() || value.isIntegralNumber();
    if (!text || (value.asText().isEmpty() && !field.equals("text"))) {
      throw lines.fault("there must be a text \"" + field + "\"");
    }
    return value.asText();
  }

  /** A text, or an empty one where there is none. */
  String optionalText(String field) {
    return json.path(field).asText();
  }

  int whole(String field) throws IOException {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw lines.fault("\"" + field + "\" must be a whole number, but was " + shown(value));
    }
    return value.intValue();
  }

  double number(String field) throws IOException {
    JsonNode value = json.path(field);
    if (!value.isNumber()) {
      throw lines.fault("\"" + field + "\" must be a number, but was " + shown(value));
    }
    return value.doubleValue();
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "not there" : value.toString();
  }

  /** As {@link LineReader#checked}. */
  void checked(LineReader.Step step) throws IOException {
    lines.checked(step);
  }

  IOException fault(String problem) {
    return lines.fault(problem);
  }

  void requireLines(String what) throws IOException {
    if (!found) {
      throw lines.faultOfFile("there is no " + what + " in the file");
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
