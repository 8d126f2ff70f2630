package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmcsss.api.SeedQuery;
import java.io.IOException;
import java.util.Optional;

/** A rejection as fields of JSON, and back; documents come back as those of a session do. */
final class RejectionJson {
  private RejectionJson() {}

  static void writeFields(JsonGenerator json, Rejection rejection) throws IOException {
    json.writeStringField("id", rejection.id());
    json.writeStringField("seed", rejection.seed().text());
    SessionJson.writeStrings(json, "categories", rejection.seed().categories());
    json.writeNumberField("repetition", rejection.repetition());
    json.writeNumberField("turn", rejection.turn());
    json.writeStringField("verdict", rejection.failed() ? "failed" : "rejected");
    json.writeStringField("filter", rejection.filter());
    json.writeStringField("reason", rejection.reason());
    json.writeStringField("detail", rejection.detail());
    SessionJson.writeTurns(json, rejection.turns());
  }

  static Rejection read(JsonNode node) {
    SeedQuery seed =
        new SeedQuery(
            SessionJson.text(node, "seed"),
            SessionJson.strings(node, "categories"),
            Optional.empty());
    return new Rejection(
        SessionJson.text(node, "id"),
        seed,
        SessionJson.field(node, "repetition").asInt(),
        SessionJson.field(node, "turn").asInt(-1),
        SessionJson.text(node, "verdict").equals("failed"),
        SessionJson.text(node, "filter"),
        SessionJson.text(node, "reason"),
        SessionJson.text(node, "detail"),
        SessionJson.turns(SessionJson.field(node, "turns")));
  }
}
