package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.DocumentField;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.UnsupportedClaim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Citations and unsupported claims as fields of an answer's JSON, and back. */
final class GroundingJson {
  private GroundingJson() {}

  static void write(JsonGenerator json, SystemResponse answer) throws IOException {
    json.writeArrayFieldStart("citations");
    for (Citation citation : answer.citations()) {
      json.writeStartObject();
      json.writeNumberField("start", citation.start());
      json.writeNumberField("end", citation.end());
      json.writeStringField("kind", citation.kind().name());
      json.writeStringField("document", citation.documentId());
      json.writeStringField("field", citation.field().toString());
      json.writeNumberField("fieldStart", citation.fieldStart());
      json.writeNumberField("fieldEnd", citation.fieldEnd());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unsupported");
    for (UnsupportedClaim claim : answer.unsupported()) {
      json.writeStartObject();
      json.writeNumberField("start", claim.start());
      json.writeNumberField("end", claim.end());
      json.writeStringField("kind", claim.kind().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The citations of an answer; none where the field is missing. */
  static List<Citation> citations(JsonNode answer) {
    List<Citation> citations = new ArrayList<>();
    for (JsonNode node : answer.path("citations")) {
      citations.add(
          new Citation(
              offset(node, "start"),
              offset(node, "end"),
              ClaimKind.valueOf(node.path("kind").asText()),
              node.path("document").asText(),
              DocumentField.parse(node.path("field").asText()),
              offset(node, "fieldStart"),
              offset(node, "fieldEnd")));
    }
    return citations;
  }

  /** The unsupported claims of an answer; none where the field is missing. */
  static List<UnsupportedClaim> unsupported(JsonNode answer) {
    List<UnsupportedClaim> claims = new ArrayList<>();
    for (JsonNode node : answer.path("unsupported")) {
      claims.add(
          new UnsupportedClaim(
              offset(node, "start"),
              offset(node, "end"),
              ClaimKind.valueOf(node.path("kind").asText())));
    }
    return claims;
  }

  private static int offset(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isInt()) {
      throw new IllegalArgumentException(
          "the field \"" + name + "\" must be a whole number, but was " + value);
    }
    return value.intValue();
  }
}
