package io.github.llmcsss.core.export;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.UnsupportedClaim;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whole sessions, one a line. Every field is in every line, so that columns have one type. */
final class RecordFormat implements SessionFormat {
  private final JsonRecords records;

  RecordFormat(Writer out) throws IOException {
    this.records = new JsonRecords(out);
  }

  @Override
  public long write(Session session) throws IOException {
    records.write(json -> write(json, session));
    return 1;
  }

  private static void write(JsonGenerator json, Session session) throws IOException {
    json.writeStringField("id", session.id());
    json.writeStringField("seed", session.seed().text());
    strings(json, "categories", session.seed().categories());
    json.writeNumberField("repetition", session.repetition());
    json.writeStringField("need", session.need().map(Need::description).orElse(null));
    strings(
        json,
        "targets",
        session.need().map(need -> need.targets().stream().sorted().toList()).orElse(List.of()));
    json.writeStringField("endReason", session.endReason().name());
    json.writeArrayFieldStart("turns");
    List<Map<String, Integer>> grades = Relevance.grades(session);
    for (int i = 0; i < session.turns().size(); i++) {
      turn(json, session.turns().get(i), grades.get(i));
    }
    json.writeEndArray();
  }

  private static void turn(JsonGenerator json, Turn turn, Map<String, Integer> grades)
      throws IOException {
    Optional<SystemResponse> answer = turn.response();
    json.writeStartObject();
    json.writeStringField("user", turn.user());
    json.writeBooleanField("leaks", turn.leaks());
    move(json, turn.label());
    json.writeStringField("assistant", answer.map(SystemResponse::text).orElse(null));
    json.writeStringField("query", answer.map(SystemResponse::query).orElse(null));
    json.writeFieldName("reward");
    if (answer.isPresent()) {
      json.writeNumber(answer.get().reward());
    } else {
      json.writeNull();
    }
    json.writeStringField(
        "finishReason", answer.map(response -> response.finishReason().name()).orElse(null));
    json.writeArrayFieldStart("documents");
    for (RetrievedDocument found : answer.map(SystemResponse::documents).orElse(List.of())) {
      json.writeStartObject();
      json.writeStringField("id", found.document().id());
      json.writeStringField("title", found.document().title());
      json.writeNumberField("rank", found.rank());
      json.writeNumberField("score", found.score());
      json.writeNumberField("grade", grades.getOrDefault(found.document().id(), 0));
      json.writeEndObject();
    }
    json.writeEndArray();
    grounding(json, answer);
    json.writeEndObject();
  }

  private static void move(JsonGenerator json, Optional<MoveLabel> label) throws IOException {
    json.writeStringField("move", label.map(known -> known.move().name()).orElse(null));
    json.writeFieldName("planned");
    if (label.isPresent()) {
      json.writeBoolean(label.get().planned());
    } else {
      json.writeNull();
    }
    strings(
        json,
        "quirks",
        label.map(known -> known.quirks().stream().map(Enum::name).toList()).orElse(List.of()));
  }

  private static void grounding(JsonGenerator json, Optional<SystemResponse> answer)
      throws IOException {
    json.writeArrayFieldStart("citations");
    for (Citation citation : answer.map(SystemResponse::citations).orElse(List.of())) {
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
    for (UnsupportedClaim claim : answer.map(SystemResponse::unsupported).orElse(List.of())) {
      json.writeStartObject();
      json.writeNumberField("start", claim.start());
      json.writeNumberField("end", claim.end());
      json.writeStringField("kind", claim.kind().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
