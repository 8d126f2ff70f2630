package io.github.llmcsss.core.viewer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.UnsupportedClaim;
import io.github.llmcsss.core.run.Rejection;
import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** What the page shows, as JSON; the script beside this class reads it. */
final class ViewerData {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RunDirectory run;
  private final int maximum;
  private long finished;
  private long others;

  ViewerData(RunDirectory run, int maximum) {
    this.run = run;
    this.maximum = maximum;
  }

  /** How many finished sessions there are. */
  long finished() {
    return finished;
  }

  /** How many sessions, finished or not, were written. */
  long written() {
    return Math.min(finished, maximum) + Math.min(others, maximum);
  }

  /** What is said of the run as a whole; call it after the sessions are written. */
  void writeRun(JsonGenerator json) throws IOException {
    json.writeStartObject();
    Path name = run.path().toAbsolutePath().normalize().getFileName();
    json.writeStringField("name", name == null ? "Sessions" : name.toString());
    json.writeNumberField("leftOut", finished + others - written());
    json.writeFieldName("description");
    MAPPER.writeTree(json, MAPPER.readTree(run.description()));
    json.writeEndObject();
  }

  void writeSessions(JsonGenerator json) throws IOException {
    json.writeStartArray();
    try (Stream<Session> sessions = run.sessions()) {
      Iterator<Session> each = sessions.iterator();
      while (each.hasNext()) {
        Session session = each.next();
        if (finished++ < maximum) {
          write(json, session);
        }
      }
    }
    try (Stream<Rejection> rejections = run.rejections()) {
      Iterator<Rejection> each = rejections.iterator();
      while (each.hasNext()) {
        Rejection rejection = each.next();
        if (others++ < maximum) {
          write(json, rejection);
        }
      }
    }
    json.writeRaw('\n');
    json.writeEndArray();
  }

  private void begin(JsonGenerator json, String id, SeedQuery seed, String verdict)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("seed", seed.text());
    json.writeStringField("verdict", verdict);
    strings(json, "categories", seed.categories());
  }

  private void write(JsonGenerator json, Session session) throws IOException {
    begin(json, session.id(), session.seed(), "finished");
    if (session.need().isPresent()) {
      json.writeStringField("need", session.need().map(Need::description).get());
    }
    json.writeStringField("endReason", session.endReason().name());
    turns(json, session.turns());
    json.writeEndObject();
  }

  private void write(JsonGenerator json, Rejection rejection) throws IOException {
    begin(json, rejection.id(), rejection.seed(), rejection.failed() ? "failed" : "rejected");
    json.writeNumberField("turn", rejection.turn());
    json.writeStringField("filter", rejection.filter());
    json.writeStringField("reason", rejection.reason());
    json.writeStringField("detail", rejection.detail());
    turns(json, rejection.turns());
    json.writeEndObject();
  }

  private static void turns(JsonGenerator json, List<Turn> turns) throws IOException {
    json.writeArrayFieldStart("turns");
    for (Turn turn : turns) {
      json.writeStartObject();
      json.writeStringField("user", turn.user());
      if (turn.label().isPresent()) {
        json.writeStringField("move", turn.label().get().move().name());
        json.writeBooleanField("planned", turn.label().get().planned());
        strings(json, "quirks", turn.label().get().quirks().stream().map(Enum::name).toList());
      }
      if (turn.leaks()) {
        json.writeBooleanField("leaks", true);
      }
      if (turn.response().isPresent()) {
        answer(json, turn.response().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void answer(JsonGenerator json, SystemResponse answer) throws IOException {
    json.writeStringField("answer", answer.text());
    json.writeStringField("query", answer.query());
    json.writeNumberField("reward", answer.reward());
    json.writeArrayFieldStart("documents");
    for (RetrievedDocument found : answer.documents()) {
      json.writeStartObject();
      json.writeStringField("id", found.document().id());
      json.writeStringField("title", found.document().title());
      json.writeNumberField("score", found.score());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("citations");
    for (Citation citation : answer.citations()) {
      span(json, citation.start(), citation.end(), citation.kind().name());
      json.writeStringField("document", citation.documentId());
      json.writeStringField("field", citation.field().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unsupported");
    for (UnsupportedClaim claim : answer.unsupported()) {
      span(json, claim.start(), claim.end(), claim.kind().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void span(JsonGenerator json, int start, int end, String kind) throws IOException {
    json.writeStartObject();
    json.writeNumberField("start", start);
    json.writeNumberField("end", end);
    json.writeStringField("kind", kind);
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
