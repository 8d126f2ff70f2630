package io.github.llmcsss.core;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes planned sessions, many at once, and hands out their verdicts in the order of the plan. A
 * session begins only while somebody waits for a verdict. {@link #stop} may be called from any
 * thread, all else from one.
 */
final class SessionPipeline implements AutoCloseable {
  /** A verdict and the session it is about. */
  record Decision(PlannedSession plan, Verdict verdict) {}

  private sealed interface Event {
    record TurnMade(long generatedTokens) implements Event {}

    record Decided(Decision decision) implements Event {}

    record Broken(Throwable cause) implements Event {}

    record Stop() implements Event {}
  }

  /** So many times the sessions in flight may be begun and not yet handed out. */
  private static final int WINDOW = 4;

  private final SessionSettings settings;
  private final SessionPlan plan;
  private final int sessionsInFlight;
  private final LongConsumer onTurn;
  private final Consumer<SessionPipeline> onClose;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<Long, Decision> waiting = new HashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("csss-session-", 0).factory());
  private long begun;
  private long next;
  private int inFlight;
  private boolean stopped;

  /**
   * A pipeline that has begun nothing yet.
   *
   * @param onTurn is told, on the thread that waits for verdicts, of each turn made and the tokens
   *     generated for it
   * @param onClose is told when the pipeline is closed
   */
  SessionPipeline(
      SessionSettings settings,
      SessionPlan plan,
      int sessionsInFlight,
      LongConsumer onTurn,
      Consumer<SessionPipeline> onClose) {
    this.settings = settings;
    this.plan = plan;
    this.sessionsInFlight = sessionsInFlight;
    this.onTurn = onTurn;
    this.onClose = onClose;
  }

  /**
   * Waits for the next verdict.
   *
   * @return null if there is none: all sessions are decided, or the pipeline was stopped
   * @throws SynthesisException if a session, this one or a later one, broke the run
   */
  @Nullable Decision next() {
    while (true) {
      Decision ready = waiting.remove(next);
      if (ready != null) {
        next++;
        return ready;
      }
      if (stopped || (inFlight == 0 && !plan.hasNext())) {
        return null;
      }
      begin();
      handle(take());
    }
  }

  /** Whether sessions of the plan are left undecided. */
  boolean unfinished() {
    return next < begun || plan.hasNext();
  }

  /** Ends the pipeline: sessions in flight are given up, what is decided is still handed out. */
  void stop() {
    events.add(new Event.Stop());
  }

  private void begin() {
    while (!stopped
        && inFlight < sessionsInFlight
        && begun - next < (long) WINDOW * sessionsInFlight
        && plan.hasNext()) {
      PlannedSession session = plan.next();
      begun++;
      inFlight++;
      threads.execute(() -> make(session));
    }
  }

  private void make(PlannedSession session) {
    try {
      SessionLoop loop =
          new SessionLoop(settings, session, tokens -> events.add(new Event.TurnMade(tokens)));
      events.add(new Event.Decided(new Decision(session, loop.run())));
    } catch (Throwable e) {
      // Whoever waits throws it; an interrupt of a session that was given up is not waited for.
      events.add(new Event.Broken(e));
    }
  }

  private void handle(Event event) {
    switch (event) {
      case Event.TurnMade made -> onTurn.accept(made.generatedTokens());
      case Event.Decided decided -> {
        inFlight--;
        waiting.put(decided.decision().plan().index(), decided.decision());
      }
      case Event.Broken broken -> throw failure(broken.cause());
      case Event.Stop stop -> {
        stopped = true;
        threads.shutdownNow();
      }
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new SynthesisException("a session was interrupted", cause);
  }

  private Event take() {
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
