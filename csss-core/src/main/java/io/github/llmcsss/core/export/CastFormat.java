package io.github.llmcsss.core.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import java.util.stream.Collectors;

/** One JSON array with a topic for each session, as the topics of TREC CAsT have it. */
final class CastFormat implements SessionFormat {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Writer out;
  private final JsonGenerator json;

  CastFormat(Writer out) throws IOException {
    this.out = out;
    this.json =
        FACTORY
            .createGenerator(out)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature())
            .setPrettyPrinter(printer());
    json.writeStartArray();
  }

  @Override
  public long write(Session session) throws IOException {
    json.writeStartObject();
    json.writeStringField("number", PlainText.id(session.id()));
    json.writeStringField("title", session.seed().text());
    json.writeStringField("description", session.need().map(Need::description).orElse(""));
    json.writeArrayFieldStart("turn");
    for (int i = 0; i < session.turns().size(); i++) {
      Turn turn = session.turns().get(i);
      json.writeStartObject();
      json.writeNumberField("number", i + 1);
      json.writeStringField("raw_utterance", turn.user());
      if (turn.response().isPresent()) {
        writeAnswer(turn.response().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    return 1;
  }

  private void writeAnswer(SystemResponse answer) throws IOException {
    json.writeStringField("automatic_rewritten_utterance", answer.query());
    json.writeStringField("response", answer.text());
    json.writeArrayFieldStart("provenance");
    Set<String> cited =
        answer.citations().stream().map(Citation::documentId).collect(Collectors.toSet());
    for (RetrievedDocument found : answer.documents()) {
      if (cited.contains(found.document().id())) {
        json.writeString(PlainText.id(found.document().id()));
      }
    }
    json.writeEndArray();
  }

  private static DefaultPrettyPrinter printer() {
    // The system's line separator would make the bytes depend on the system.
    DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
    return new DefaultPrettyPrinter(Separators.createDefaultInstance())
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  @Override
  public void close() throws IOException {
    json.close();
    out.write('\n');
  }
}
