package io.github.llmcsss.core;

import io.github.llmcsss.api.Session;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The finished sessions of a pipeline, which it closes when there are no more or one fails. */
final class SessionSpliterator extends Spliterators.AbstractSpliterator<Session> {
  private final SessionPipeline pipeline;
  private final RunMonitor monitor;
  private final RunFilters filters;

  SessionSpliterator(SessionPipeline pipeline, RunMonitor monitor, RunFilters filters) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.pipeline = pipeline;
    this.monitor = monitor;
    this.filters = filters;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Session> action) {
    Session session = next();
    if (session == null) {
      return false;
    }
    action.accept(session);
    return true;
  }

  private @Nullable Session next() {
    boolean open = false;
    try {
      for (SessionPipeline.Decision decision = pipeline.next();
          decision != null;
          decision = pipeline.next()) {
        Verdict verdict = filters.judge(decision.verdict());
        monitor.decided(verdict);
        if (verdict instanceof Verdict.Finished done) {
          open = true;
          return done.session();
        }
      }
      return null;
    } finally {
      if (!open) {
        pipeline.close();
      }
    }
  }
}
