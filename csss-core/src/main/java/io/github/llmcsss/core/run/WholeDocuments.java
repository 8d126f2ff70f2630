package io.github.llmcsss.core.run;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.SystemResponse;
import io.github.llmcsss.api.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the documents of sessions the texts back that a run does not keep. */
final class WholeDocuments {
  private final Path run;
  private final Map<String, Document> documents = new HashMap<>();

  WholeDocuments(Path run, Iterable<Document> catalogue) {
    this.run = run;
    catalogue.forEach(document -> documents.put(document.id(), document));
  }

  Session restore(Session session) {
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : session.turns()) {
      int number = turns.size() + 1;
      Optional<SystemResponse> response =
          turn.response().map(answer -> restore(answer, session.id(), number));
      turns.add(new Turn(turn.user(), response, turn.label(), turn.leaks()));
    }
    return new Session(
        session.id(),
        session.seed(),
        session.repetition(),
        session.need(),
        turns,
        session.endReason());
  }

  private SystemResponse restore(SystemResponse answer, String session, int turn) {
    List<RetrievedDocument> whole = new ArrayList<>();
    for (RetrievedDocument found : answer.documents()) {
      Document recorded = found.document();
      Document document = documents.get(recorded.id());
      if (document == null) {
        throw refused(session, turn, recorded, "is not in the catalogue");
      }
      if (!document.title().equals(recorded.title())) {
        throw refused(session, turn, recorded, "has another title in the catalogue");
      }
      whole.add(new RetrievedDocument(found.rank(), document, found.score()));
    }
    return new SystemResponse(
        answer.text(),
        answer.query(),
        whole,
        answer.reward(),
        answer.finishReason(),
        answer.citations(),
        answer.unsupported());
  }

  private UncheckedIOException refused(
      String session, int turn, Document recorded, String problem) {
    IOException cause =
        new IOException(
            run
                + ": session \""
                + session
                + "\", turn "
                + turn
                + ": the product \""
                + recorded.id()
                + "\" "
                + problem
                + "; give the catalogue that the run searched");
    return new UncheckedIOException(cause.getMessage(), cause);
  }
}
