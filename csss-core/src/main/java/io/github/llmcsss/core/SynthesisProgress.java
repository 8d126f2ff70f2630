package io.github.llmcsss.core;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param sessions how many are planned; an estimate where the run ends otherwise
 * @param finished sessions so far, in the order of the plan
 * @param rejected likewise
 * @param failed likewise
 * @param recovered how many of the finished ones an earlier process had made
 * @param turns made so far, those of sessions in flight included
 * @param generatedTokens so far, those of sessions in flight included
 * @param elapsed since the run began
 * @param remaining an estimate from the rate of turns so far; empty before the first session is
 *     decided
 */
public record SynthesisProgress(
    long sessions,
    long finished,
    long rejected,
    long failed,
    long recovered,
    long turns,
    long generatedTokens,
    Duration elapsed,
    Optional<Duration> remaining) {
  /** Sessions that are decided: finished, rejected or failed. */
  public long decided() {
    return finished + rejected + failed;
  }

  /** Sessions finished by this process a minute; 0 at the very beginning. */
  public double sessionsPerMinute() {
    return perSecond(finished - recovered) * 60;
  }

  /** Generated tokens a second; 0 at the very beginning. */
  public double tokensPerSecond() {
    return perSecond(generatedTokens);
  }

  private double perSecond(long count) {
    return elapsed.isZero() ? 0 : count * 1e9 / elapsed.toNanos();
  }
}
