package io.github.llmcsss.core;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.filter.Filter;
import io.github.llmcsss.core.filter.RunFilter;
import io.github.llmcsss.core.filter.SessionFilter;
import io.github.llmcsss.core.filter.TurnFilter;
import io.github.llmcsss.core.filter.Utterance;
import io.github.llmcsss.core.prompt.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the filters of a run where they can answer: of a text when it is written, of a session when
 * it is finished. A text is taken or refused, never mended.
 */
final class TurnChecks {
  private final List<Filter> all;
  private final List<TurnFilter> ofTurns = new ArrayList<>();
  private final List<SessionFilter> ofSessions = new ArrayList<>();
  private final List<RunFilter> ofRuns = new ArrayList<>();

  TurnChecks(List<? extends Filter> filters) {
    this.all = List.copyOf(filters);
    for (Filter filter : filters) {
      switch (filter) {
        case TurnFilter turns -> ofTurns.add(turns);
        case SessionFilter sessions -> ofSessions.add(sessions);
        case RunFilter runs -> ofRuns.add(runs);
      }
    }
  }

  List<Filter> all() {
    return all;
  }

  List<RunFilter> ofRuns() {
    return List.copyOf(ofRuns);
  }

  Optional<Defect> user(String text, FinishReason finish, SessionState session) {
    return turn(Utterance.shopper(session.need(), session.turns(), text, finish));
  }

  Optional<Defect> assistant(
      String text,
      FinishReason finish,
      SessionState session,
      String user,
      List<RetrievedDocument> documents) {
    return turn(
        Utterance.assistant(session.need(), session.turns(), user, documents, text, finish));
  }

  /** What is wrong with a finished session that was not wrong with one of its texts. */
  Optional<Defect> session(Session session) {
    for (SessionFilter filter : ofSessions) {
      Optional<Defect> defect =
          filter.check(session).map(finding -> Defect.of(filter.name(), finding));
      if (defect.isPresent()) {
        return defect;
      }
    }
    return Optional.empty();
  }

  private Optional<Defect> turn(Utterance utterance) {
    for (TurnFilter filter : ofTurns) {
      Optional<Defect> defect =
          filter.check(utterance).map(finding -> Defect.of(filter.name(), finding));
      if (defect.isPresent()) {
        return defect;
      }
    }
    return Optional.empty();
  }
}
