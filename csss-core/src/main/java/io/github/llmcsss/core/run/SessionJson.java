package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.EndReason;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A session as fields of JSON, and back; documents come back with id, title and score. */
final class SessionJson {
  private SessionJson() {}

  static void writeFields(JsonGenerator json, Session session) throws IOException {
    json.writeStringField("id", session.id());
    json.writeStringField("seed", session.seed().text());
    writeStrings(json, "categories", session.seed().categories());
    json.writeNumberField("repetition", session.repetition());
    if (session.need().isPresent()) {
      Need need = session.need().get();
      json.writeObjectFieldStart("need");
      json.writeStringField("description", need.description());
      writeStrings(json, "targets", need.targets().stream().sorted().toList());
      json.writeEndObject();
    }
    json.writeStringField("endReason", session.endReason().name());
    writeTurns(json, session.turns());
  }

  static void writeTurns(JsonGenerator json, List<Turn> turns) throws IOException {
    json.writeArrayFieldStart("turns");
    for (Turn turn : turns) {
      writeTurn(json, turn);
    }
    json.writeEndArray();
  }

  private static void writeTurn(JsonGenerator json, Turn turn) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", "user");
    json.writeStringField("text", turn.user());
    MoveJson.write(json, turn);
    if (turn.leaks()) {
      json.writeBooleanField("leaks", true);
    }
    json.writeEndObject();
    if (turn.response().isEmpty()) {
      return;
    }
    SystemResponse response = turn.response().get();
    json.writeStartObject();
    json.writeStringField("role", "assistant");
    json.writeStringField("text", response.text());
    json.writeStringField("query", response.query());
    json.writeNumberField("reward", response.reward());
    json.writeStringField("finishReason", response.finishReason().name());
    json.writeArrayFieldStart("documents");
    for (RetrievedDocument found : response.documents()) {
      json.writeStartObject();
      json.writeStringField("id", found.document().id());
      json.writeStringField("title", found.document().title());
      json.writeNumberField("score", found.score());
      json.writeEndObject();
    }
    json.writeEndArray();
    GroundingJson.write(json, response);
    json.writeEndObject();
  }

  static void writeStrings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /**
   * Reads the fields of a session.
   *
   * @throws IllegalArgumentException if they are not a session's
   */
  static Session read(JsonNode node) {
    Optional<Need> need = Optional.empty();
    if (node.has("need")) {
      JsonNode json = node.get("need");
      Set<String> targets = new HashSet<>(strings(json, "targets"));
      need = Optional.of(new Need(text(json, "description"), targets));
    }
    SeedQuery seed = new SeedQuery(text(node, "seed"), strings(node, "categories"), need);
    return new Session(
        text(node, "id"),
        seed,
        field(node, "repetition").asInt(),
        need,
        turns(field(node, "turns")),
        EndReason.valueOf(text(node, "endReason")));
  }

  static List<Turn> turns(JsonNode utterances) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < utterances.size(); i++) {
      JsonNode user = utterances.get(i);
      Optional<SystemResponse> response = Optional.empty();
      if (i + 1 < utterances.size() && text(utterances.get(i + 1), "role").equals("assistant")) {
        i++;
        response = Optional.of(response(utterances.get(i)));
      }
      if (!text(user, "role").equals("user")) {
        throw new IllegalArgumentException("turns[" + i + "].role must be user");
      }
      boolean leaks = user.path("leaks").asBoolean();
      turns.add(new Turn(text(user, "text"), response, MoveJson.read(user), leaks));
    }
    return turns;
  }

  private static SystemResponse response(JsonNode node) {
    List<RetrievedDocument> documents = new ArrayList<>();
    for (JsonNode found : field(node, "documents")) {
      Document document = Document.builder(text(found, "id"), text(found, "title")).build();
      documents.add(
          new RetrievedDocument(documents.size() + 1, document, field(found, "score").asDouble()));
    }
    return new SystemResponse(
        text(node, "text"),
        text(node, "query"),
        documents,
        field(node, "reward").asDouble(Double.NaN),
        FinishReason.valueOf(text(node, "finishReason")),
        GroundingJson.citations(node),
        GroundingJson.unsupported(node));
  }

  static JsonNode field(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the field \"" + name + "\" is missing");
    }
    return value;
  }

  static String text(JsonNode node, String name) {
    return field(node, name).asText();
  }

  static List<String> strings(JsonNode node, String name) {
    List<String> values = new ArrayList<>();
    field(node, name).forEach(value -> values.add(value.asText()));
    return values;
  }
}
