package io.github.llmcsss.core;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.Rejection;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunTally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Counts how a run gets on and tells the listener; for the one thread that takes verdicts. */
final class RunMonitor {
  private final long sessions;
  private final SynthesisListener listener;
  private final InstantSource clock;
  private final Instant start;
  private final RunTally tally = new RunTally();
  private long finished;
  private long rejected;
  private long failed;
  private long turns;
  private long generatedTokens;
  private long turnsOfDecided;

  RunMonitor(long sessions, SynthesisListener listener, InstantSource clock) {
    this.sessions = sessions;
    this.listener = listener;
    this.clock = clock;
    this.start = clock.instant();
  }

  void turn(long tokens) {
    turns++;
    generatedTokens += tokens;
    listener.turn(progress());
  }

  void decided(Verdict verdict) {
    tally.addTokens(verdict.tokens().prompt(), verdict.tokens().generated());
    switch (verdict) {
      case Verdict.Finished done -> finished(done.session());
      case Verdict.Unfinished done -> rejected(done.rejection());
    }
  }

  private void finished(Session session) {
    finished++;
    turnsOfDecided += session.turns().size();
    tally.add(session);
    listener.finished(session, progress());
  }

  private void rejected(Rejection rejection) {
    if (rejection.failed()) {
      failed++;
    } else {
      rejected++;
    }
    turnsOfDecided += rejection.turn();
    tally.add(rejection);
    listener.rejected(rejection, progress());
  }

  RunCounts counts() {
    return tally.counts();
  }

  Instant start() {
    return start;
  }

  Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  private SynthesisProgress progress() {
    Duration elapsed = elapsed();
    return new SynthesisProgress(
        sessions, finished, rejected, failed, turns, generatedTokens, elapsed, remaining(elapsed));
  }

  private Optional<Duration> remaining(Duration elapsed) {
    long decided = finished + rejected + failed;
    if (decided == 0 || turns == 0) {
      return Optional.empty();
    }
    // Sessions in flight count by their turns, or a run of few sessions would jump at its end.
    double expectedTurns = (double) sessions * turnsOfDecided / decided;
    double left = Math.max(0, expectedTurns - turns) / turns;
    return Optional.of(Duration.ofNanos((long) (elapsed.toNanos() * left)));
  }
}
