package io.github.llmcsss.core;

import io.github.llmcsss.core.run.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes planned sessions, many at once, and hands out their verdicts in the order of the plan. A
 * session begins only while somebody waits for a verdict. {@link #stop} may be called from any
 * thread, all else from one.
 */
final class SessionPipeline implements AutoCloseable {
  /** What is told meanwhile, on the thread that waits for verdicts. */
  interface Observer {
    /** A session has one more turn, which took so many tokens. */
    void turn(long generatedTokens);

    /** A verdict came before its turn. */
    void early(long index, Verdict verdict) throws IOException;
  }

  private sealed interface Event {
    record TurnMade(long generatedTokens) implements Event {}

    record Decided(long index, Verdict verdict) implements Event {}

    record Broken(Throwable cause) implements Event {}

    record Stop() implements Event {}
  }

  /** So many times the sessions in flight may be begun and not yet handed out. */
  private static final int WINDOW = 4;

  private final SessionSettings settings;
  private final SessionPlan plan;
  private final int sessionsInFlight;
  private final Observer observer;
  private final Consumer<SessionPipeline> onClose;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<Long, Verdict> waiting;
  private final List<Long> fresh = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("csss-session-", 0).factory());
  private long begun;
  private long next;
  private int inFlight;
  private boolean stopped;
  private @Nullable Throwable failure;

  /**
   * A pipeline that has begun nothing yet.
   *
   * @param next index of the first session that is wanted
   * @param early verdicts that are there already, by index
   * @param onClose is told when the pipeline is closed
   */
  SessionPipeline(
      SessionSettings settings,
      SessionPlan plan,
      long next,
      Map<Long, Verdict> early,
      int sessionsInFlight,
      Observer observer,
      Consumer<SessionPipeline> onClose) {
    this.settings = settings;
    this.plan = plan;
    this.next = next;
    this.begun = next;
    this.waiting = new HashMap<>(early);
    this.sessionsInFlight = sessionsInFlight;
    this.observer = observer;
    this.onClose = onClose;
  }

  /**
   * Waits for the next verdicts.
   *
   * @param wanted so many sessions of the plan have to be begun if none of those that are not
   *     handed out yet is rejected; no more are begun than that, lest their work be thrown away
   * @return all that are there; empty if there are no more: all sessions are decided, or the
   *     pipeline was stopped
   * @throws SynthesisException if a session, one of these or a later one, broke the run
   * @throws IOException if the observer fails
   */
  List<Verdict> take(long wanted) throws IOException {
    while (true) {
      List<Verdict> ready = ready();
      if (!ready.isEmpty()) {
        return ready;
      }
      if (failure != null) {
        throw thrown(failure);
      }
      if (stopped || (inFlight == 0 && begun >= plan.sessions())) {
        return ready;
      }
      begin(wanted);
      if (inFlight > 0) {
        handle(awaited());
        for (Event event = events.poll(); event != null; event = events.poll()) {
          handle(event);
        }
        tellEarly();
      }
    }
  }

  /** Ends the pipeline: sessions in flight are given up, what is decided is still handed out. */
  void stop() {
    events.add(new Event.Stop());
  }

  private List<Verdict> ready() {
    List<Verdict> ready = new ArrayList<>();
    for (Verdict verdict = waiting.remove(next); verdict != null; verdict = waiting.remove(next)) {
      ready.add(verdict);
      next++;
    }
    return ready;
  }

  private void begin(long wanted) {
    begun = Math.max(begun, next);
    long rejected =
        waiting.values().stream().filter(verdict -> verdict instanceof Verdict.Unfinished).count();
    while (!stopped
        && inFlight < sessionsInFlight
        && begun - next < (long) WINDOW * sessionsInFlight
        && begun < plan.sessions()
        && begun < wanted + rejected) {
      PlannedSession session = plan.session(begun++);
      if (!waiting.containsKey(session.index())) {
        inFlight++;
        threads.execute(() -> make(session));
      }
    }
  }

  private void make(PlannedSession session) {
    try {
      SessionLoop loop =
          new SessionLoop(settings, session, tokens -> events.add(new Event.TurnMade(tokens)));
      events.add(new Event.Decided(session.index(), loop.run()));
    } catch (Throwable e) {
      // Whoever waits throws it; an interrupt of a session that was given up is not waited for.
      events.add(new Event.Broken(e));
    }
  }

  private void tellEarly() throws IOException {
    long gap = next;
    while (waiting.containsKey(gap)) {
      gap++;
    }
    for (long index : fresh) {
      Verdict verdict = waiting.get(index);
      if (index > gap && verdict != null) {
        observer.early(index, verdict);
      }
    }
    fresh.clear();
  }

  private void handle(Event event) {
    switch (event) {
      case Event.TurnMade made -> observer.turn(made.generatedTokens());
      case Event.Decided decided -> {
        inFlight--;
        waiting.put(decided.index(), decided.verdict());
        fresh.add(decided.index());
      }
      case Event.Broken broken -> {
        // Sessions that were given up break by their interrupt.
        if (!stopped && failure == null) {
          failure = broken.cause();
        }
      }
      case Event.Stop stop -> {
        stopped = true;
        threads.shutdownNow();
      }
    }
  }

  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new SynthesisException("a session was interrupted", cause);
  }

  private Event awaited() {
    try {
      return events.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SynthesisException("the run was interrupted", e);
    }
  }

  /** Gives up the sessions in flight, with their requests, and waits until their threads end. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
    threads.close();
    onClose.accept(this);
  }
}
