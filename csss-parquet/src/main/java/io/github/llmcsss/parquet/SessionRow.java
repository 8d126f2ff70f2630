package io.github.llmcsss.parquet;

import io.github.llmcsss.api.Citation;
import io.github.llmcsss.api.MoveLabel;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.api.UnsupportedClaim;
import io.github.llmcsss.core.export.Relevance;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A session as a row of a Parquet file. */
final class SessionRow {
  private static final String STRINGS =
      "required group NAME (LIST) { repeated group list { required binary element (STRING); } }";

  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message session {
            required binary id (STRING);
            required binary seed (STRING);
            CATEGORIES
            required int32 repetition;
            optional binary need (STRING);
            TARGETS
            required binary endReason (STRING);
            required group turns (LIST) { repeated group list { required group element {
              required binary user (STRING);
              required boolean leaks;
              optional binary move (STRING);
              optional boolean planned;
              QUIRKS
              optional binary assistant (STRING);
              optional binary query (STRING);
              optional double reward;
              optional binary finishReason (STRING);
              required group documents (LIST) { repeated group list { required group element {
                required binary id (STRING);
                required binary title (STRING);
                required int32 rank;
                required double score;
                required int32 grade;
              } } }
              required group citations (LIST) { repeated group list { required group element {
                required int32 start;
                required int32 end;
                required binary kind (STRING);
                required binary document (STRING);
                required binary field (STRING);
                required int32 fieldStart;
                required int32 fieldEnd;
              } } }
              required group unsupported (LIST) { repeated group list { required group element {
                required int32 start;
                required int32 end;
                required binary kind (STRING);
              } } }
            } } }
          }
          """
              .replace("CATEGORIES", strings("categories"))
              .replace("TARGETS", strings("targets"))
              .replace("QUIRKS", strings("quirks")));

  private SessionRow() {}

  private static String strings(String name) {
    return STRINGS.replace("NAME", name);
  }

  static Group of(Session session) {
    Group row = new SimpleGroup(SCHEMA);
    row.add("id", session.id());
    row.add("seed", session.seed().text());
    strings(row, "categories", session.seed().categories());
    row.add("repetition", session.repetition());
    session.need().ifPresent(need -> row.add("need", need.description()));
    strings(
        row,
        "targets",
        session.need().map(need -> need.targets().stream().sorted().toList()).orElse(List.of()));
    row.add("endReason", session.endReason().name());
    Group turns = row.addGroup("turns");
    List<Map<String, Integer>> grades = Relevance.grades(session);
    for (int i = 0; i < session.turns().size(); i++) {
      turn(element(turns), session.turns().get(i), grades.get(i));
    }
    return row;
  }

  private static void turn(Group group, Turn turn, Map<String, Integer> grades) {
    group.add("user", turn.user());
    group.add("leaks", turn.leaks());
    turn.label().ifPresent(label -> move(group, label));
    strings(
        group,
        "quirks",
        turn.label()
            .map(label -> label.quirks().stream().map(Enum::name).toList())
            .orElse(List.of()));
    turn.response().ifPresent(answer -> texts(group, answer));
    Group documents = group.addGroup("documents");
    Group citations = group.addGroup("citations");
    Group unsupported = group.addGroup("unsupported");
    if (turn.response().isPresent()) {
      SystemResponse answer = turn.response().get();
      answer.documents().forEach(found -> document(element(documents), found, grades));
      answer.citations().forEach(citation -> citation(element(citations), citation));
      answer.unsupported().forEach(claim -> claim(element(unsupported), claim));
    }
  }

  private static void move(Group group, MoveLabel label) {
    group.add("move", label.move().name());
    group.add("planned", label.planned());
  }

  private static void texts(Group group, SystemResponse answer) {
    group.add("assistant", answer.text());
    group.add("query", answer.query());
    group.add("reward", answer.reward());
    group.add("finishReason", answer.finishReason().name());
  }

  private static void document(Group group, RetrievedDocument found, Map<String, Integer> grades) {
    group.add("id", found.document().id());
    group.add("title", found.document().title());
    group.add("rank", found.rank());
    group.add("score", found.score());
    group.add("grade", grades.getOrDefault(found.document().id(), 0));
  }

  private static void citation(Group group, Citation citation) {
    group.add("start", citation.start());
    group.add("end", citation.end());
    group.add("kind", citation.kind().name());
    group.add("document", citation.documentId());
    group.add("field", citation.field().toString());
    group.add("fieldStart", citation.fieldStart());
    group.add("fieldEnd", citation.fieldEnd());
  }

  private static void claim(Group group, UnsupportedClaim claim) {
    group.add("start", claim.start());
    group.add("end", claim.end());
    group.add("kind", claim.kind().name());
  }

  private static void strings(Group group, String name, List<String> values) {
    Group list = group.addGroup(name);
    values.forEach(value -> list.addGroup("list").add("element", value));
  }

  private static Group element(Group list) {
    return list.addGroup("list").addGroup("element");
  }
}
