package io.github.llmcsss.core;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The finished sessions of a run, whose pipeline it closes at its end or where it fails. */
final class SessionSpliterator extends Spliterators.AbstractSpliterator<Session> {
  private final SessionPipeline pipeline;
  private final RunMonitor monitor;
  private final RunLoop loop;
  private final Deque<Verdict> taken = new ArrayDeque<>();

  SessionSpliterator(SessionPipeline pipeline, RunMonitor monitor, RunFilters filters) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.pipeline = pipeline;
    this.monitor = monitor;
    this.loop = new RunLoop(pipeline, monitor, filters);
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
      while (true) {
        if (taken.isEmpty()) {
          List<Verdict> more = loop.next();
          if (more.isEmpty()) {
            return null;
          }
          taken.addAll(more);
        }
        Verdict verdict = taken.remove();
        monitor.tell(verdict);
        if (verdict instanceof Verdict.Finished done) {
          open = true;
          return done.session();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!open) {
        pipeline.close();
      }
    }
  }
}
