package io.github.llmcsss.core;

import io.github.llmcsss.core.run.RunCounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run made.
 *
 * @param directory where the sessions lie
 * @param seed of the run
 * @param counts what became of the sessions, and figures about their quality
 * @param elapsed how long it took
 * @param stopped whether it was stopped before its end
 */
public record SynthesisReport(
    Path directory, long seed, RunCounts counts, Duration elapsed, boolean stopped) {

  /** Finished sessions a minute. */
  public double sessionsPerMinute() {
    return counts.finished() * 60e9 / Math.max(1, elapsed.toNanos());
  }

  /** Generated tokens a second, over the whole run. */
  public double tokensPerSecond() {
    return counts.generatedTokens() * 1e9 / Math.max(1, elapsed.toNanos());
  }

  /** One line that labels the run: its seed, the funnel, the quality and the rate. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "run seed %d%s: %d asked, %d finished, %d rejected %s, %d failed %s; %.2f turns, reward"
            + " %.3f, %.1f %% of the answers name a retrieved product; %d tokens generated, %.1f s,"
            + " %.1f sessions a minute",
        seed,
        stopped ? " (stopped)" : "",
        counts.asked(),
        counts.finished(),
        counts.rejectedInAll(),
        counts.rejected(),
        counts.failedInAll(),
        counts.failed(),
        counts.meanTurns(),
        counts.meanReward(),
        100 * counts.shareNamingProduct(),
        counts.generatedTokens(),
        elapsed.toNanos() / 1e9,
        sessionsPerMinute());
  }
}
