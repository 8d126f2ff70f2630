package io.github.llmcsss.core.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.llmcsss.api.Move;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.Quirk;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The label of a shopper's utterance as fields of JSON, and back. */
final class MoveJson {
  private MoveJson() {}

  static void write(JsonGenerator json, Turn turn) throws IOException {
    if (turn.label().isEmpty()) {
      return;
    }
    MoveLabel label = turn.label().get();
    json.writeStringField("move", label.move().name());
    json.writeBooleanField("planned", label.planned());
    json.writeArrayFieldStart("quirks");
    for (Quirk quirk : label.quirks()) {
      json.writeString(quirk.name());
    }
    json.writeEndArray();
  }

  static Optional<MoveLabel> read(JsonNode utterance) {
    if (!utterance.has("move")) {
      return Optional.empty();
    }
    Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    SessionJson.field(utterance, "quirks").forEach(q -> quirks.add(Quirk.valueOf(q.asText())));
    Move move = Move.valueOf(SessionJson.text(utterance, "move"));
    boolean planned = SessionJson.field(utterance, "planned").asBoolean();
    return Optional.of(new MoveLabel(move, planned, quirks));
  }
}
