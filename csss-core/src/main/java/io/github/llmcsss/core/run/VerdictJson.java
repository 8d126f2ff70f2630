package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A verdict as one line of JSON, and back; a session with what it cost, or why there is none. */
final class VerdictJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private VerdictJson() {}

  static String write(Verdict verdict) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      switch (verdict) {
        case Verdict.Finished done -> SessionJson.writeFields(json, done.session());
        case Verdict.Unfinished done -> RejectionJson.writeFields(json, done.rejection());
      }
      json.writeObjectFieldStart("usage");
      json.writeNumberField("promptTokens", verdict.tokens().prompt());
      json.writeNumberField("generatedTokens", verdict.tokens().generated());
      json.writeEndObject();
      json.writeEndObject();
    }
    return line.toString();
  }

  /** The same as a tree. */
  static JsonNode tree(Verdict verdict) {
    try {
      return MAPPER.readTree(write(verdict));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no file
    }
  }

  /**
   * Reads a line.
   *
   * @throws IOException if it is not JSON
   * @throws IllegalArgumentException if it is not a verdict
   */
  static Verdict read(String line) throws IOException {
    JsonNode node = MAPPER.readTree(line);
    JsonNode usage = SessionJson.field(node, "usage");
    Verdict.Tokens tokens =
        new Verdict.Tokens(
            SessionJson.field(usage, "promptTokens").asLong(-1),
            SessionJson.field(usage, "generatedTokens").asLong(-1));
    return node.has("verdict")
        ? new Verdict.Unfinished(RejectionJson.read(node), tokens)
        : new Verdict.Finished(SessionJson.read(node), tokens);
  }

  /** The verdict in a line; null where the line is none. */
  static @Nullable Verdict readOrNull(@Nullable String line) {
    try {
      return line == null ? null : read(line);
    } catch (IOException | IllegalArgumentException e) {
      return null; // torn, or not ours: whoever asks says what that means
    }
  }
}
