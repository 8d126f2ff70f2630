package io.github.llmcsss.core;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.filter.RunFilter;
import io.github.llmcsss.core.run.Rejection;
import io.github.llmcsss.core.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The filters of one run that remember it; for the one thread that takes verdicts. */
final class RunFilters {
  private record Running(RunFilter filter, RunFilter.Memory memory) {}

  private final List<Running> filters = new ArrayList<>();

  RunFilters(List<RunFilter> filters) {
    filters.forEach(filter -> this.filters.add(new Running(filter, filter.begin())));
  }

  /** The final verdict; every verdict of a run comes here once, in the order of the plan. */
  Verdict judge(Verdict verdict) {
    if (!(verdict instanceof Verdict.Finished done)) {
      return verdict;
    }
    Session session = done.session();
    for (Running running : filters) {
      Optional<Defect> defect =
          running
              .memory()
              .check(session)
              .map(finding -> Defect.of(running.filter().name(), finding));
      if (defect.isPresent()) {
        return new Verdict.Unfinished(rejection(session, defect.get()), done.tokens());
      }
    }
    keep(session);
    return verdict;
  }

  /** Remembers what an earlier process kept, without judging it again. */
  void recovered(Verdict verdict) {
    if (verdict instanceof Verdict.Finished done) {
      keep(done.session());
    }
  }

  private void keep(Session session) {
    filters.forEach(running -> running.memory().keep(session));
  }

  private static Rejection rejection(Session session, Defect defect) {
    return new Rejection(
        session.id(),
        session.seed(),
        session.repetition(),
        session.turns().size(),
        false,
        defect.filter(),
        defect.reason(),
        defect.detail(),
        session.turns());
  }
}
