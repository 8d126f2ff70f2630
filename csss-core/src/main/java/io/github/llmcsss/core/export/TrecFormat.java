package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A file as {@code trec_eval} and its kin read it: what there is to say of each answered turn. */
record TrecFormat(Writer out, Lines lines) implements SessionFormat {
  /** What is written for a turn. */
  interface Lines {
    /** Writes the lines of a turn; gives their number. */
    long write(Writer out, Session session, int turn, SystemResponse answer) throws IOException;
  }

  /** The tag of a run file. */
  private static final String TAG = "llm-csss";

  @Override
  public long write(Session session) throws IOException {
    long records = 0;
    for (int turn = 0; turn < session.turns().size(); turn++) {
      Optional<SystemResponse> answer = session.turns().get(turn).response();
      if (answer.isPresent()) {
        records += lines.write(out, session, turn, answer.get());
      }
    }
    return records;
  }

  @Override
  public void close() {}

  /** The query that was searched, and what the shopper said and needs. */
  static long topic(Writer out, Session session, int turn, SystemResponse answer)
      throws IOException {
    out.write("<top>\n<num> Number: " + PlainText.turnId(session, turn) + "\n");
    out.write("<title> " + PlainText.line(answer.query()) + "\n");
    out.write("<desc> Description:\n" + PlainText.line(session.turns().get(turn).user()) + "\n");
    String need = session.need().map(Need::description).orElse("");
    out.write("<narr> Narrative:\n" + PlainText.line(need) + "\n</top>\n");
    return 1;
  }

  /** The grades of what was retrieved. */
  static long qrels(Writer out, Session session, int turn, SystemResponse answer)
      throws IOException {
    Map<String, Integer> grades = Relevance.grades(session).get(turn);
    for (Map.Entry<String, Integer> grade : grades.entrySet()) {
      out.write(
          PlainText.turnId(session, turn)
              + " 0 "
              + PlainText.id(grade.getKey())
              + " "
              + grade.getValue()
              + "\n");
    }
    return grades.size();
  }

  /**
   * The ranking. {@code trec_eval} orders by score, in single precision, and not by rank: a score
   * that is not less than the one before it is written as the next smaller number.
   */
  static long run(Writer out, Session session, int turn, SystemResponse answer) throws IOException {
    Set<String> seen = new HashSet<>();
    List<RetrievedDocument> documents = answer.documents();
    float before = Float.POSITIVE_INFINITY;
    for (RetrievedDocument found : documents) {
      if (!seen.add(found.document().id())) {
        continue;
      }
      float score = (float) found.score();
      before = score < before ? score : Math.nextDown(before);
      out.write(
          PlainText.turnId(session, turn)
              + " Q0 "
              + PlainText.id(found.document().id())
              + " "
              + seen.size()
              + " "
              + before
              + " "
              + TAG
              + "\n");
    }
    return seen.size();
  }
}
