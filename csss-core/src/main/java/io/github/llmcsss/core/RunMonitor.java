package io.github.llmcsss.core;

import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunTally;
import io.github.llmcsss.core.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Counts how a run gets on, knows when it has come to its end, and tells the listener; for the one
 * thread that takes verdicts.
 */
final class RunMonitor {
  private final RunTarget target;
  private final SynthesisListener listener;
  private final InstantSource clock;
  private final Instant start;
  private final RunTally tally = new RunTally();
  private RunCounts recovered = tally.counts();
  private Duration elapsed = Duration.ZERO;
  private long asked;
  private long kept;
  private long finished;
  private long rejected;
  private long failed;
  private long tokensOfDecided;
  private long turns;
  private long generatedTokens;
  private long turnsOfDecided;

  RunMonitor(RunTarget target, SynthesisListener listener, InstantSource clock) {
    this.target = target;
    this.listener = listener;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** A verdict that an earlier process wrote: counted, but the listener does not hear of it. */
  void recovered(Verdict verdict) {
    count(verdict);
    tellable(verdict);
  }

  /** All that earlier processes wrote has been counted. */
  void recoveredAll() {
    turnsOfDecided = 0;
    recovered = tally.counts();
  }

  /** What earlier processes had made. */
  RunCounts recovered() {
    return recovered;
  }

  void turn(long tokens) {
    turns++;
    generatedTokens += tokens;
    listener.turn(progress());
  }

  /** Counts one more verdict; the listener hears of it when it is on disk, by {@link #tell}. */
  void count(Verdict verdict) {
    asked++;
    tally.addTokens(verdict.tokens().prompt(), verdict.tokens().generated());
    tokensOfDecided += verdict.tokens().generated();
    switch (verdict) {
      case Verdict.Finished done -> {
        kept++;
        tally.add(done.session());
      }
      case Verdict.Unfinished done -> tally.add(done.rejection());
    }
  }

  /** Tells the listener of a verdict that is on disk. */
  void tell(Verdict verdict) {
    tellable(verdict);
    switch (verdict) {
      case Verdict.Finished done -> listener.finished(done.session(), progress());
      case Verdict.Unfinished done -> listener.rejected(done.rejection(), progress());
    }
  }

  private void tellable(Verdict verdict) {
    switch (verdict) {
      case Verdict.Finished done -> {
        finished++;
        turnsOfDecided += done.session().turns().size();
      }
      case Verdict.Unfinished done -> {
        if (done.rejection().failed()) {
          failed++;
        } else {
          rejected++;
        }
        turnsOfDecided += done.rejection().turn();
      }
    }
  }

  /** Why the run is at its end; empty if it is not. */
  Optional<RunEnd> end() {
    return target.end(asked, kept, tokensOfDecided);
  }

  /** How many sessions have to be begun at least, see {@link RunTarget#wanted}. */
  long wanted() {
    return target.wanted(asked, kept);
  }

  RunCounts counts() {
    return tally.counts();
  }

  /** Time since the beginning; never less than it was, wherever the clock jumps. */
  Duration elapsed() {
    Duration now = Duration.between(start, clock.instant());
    elapsed = now.compareTo(elapsed) > 0 ? now : elapsed;
    return elapsed;
  }

  private long decided() {
    return finished + rejected + failed;
  }

  private SynthesisProgress progress() {
    Duration now = elapsed();
    return new SynthesisProgress(
        Math.round(target.expected(decided(), finished)),
        finished,
        rejected,
        failed,
        recovered.finished(),
        turns,
        generatedTokens,
        now,
        remaining(now));
  }

  private Optional<Duration> remaining(Duration now) {
    long decidedHere = decided() - recovered.asked();
    if (decidedHere <= 0 || turns == 0) {
      return Optional.empty();
    }
    // Sessions in flight count by their turns, or a run of few sessions would jump at its end.
    double sessionsHere = target.expected(decided(), finished) - recovered.asked();
    double expectedTurns = sessionsHere * turnsOfDecided / decidedHere;
    double left = Math.max(0, expectedTurns - turns) / turns;
    return Optional.of(Duration.ofNanos((long) (now.toNanos() * left)));
  }
}
