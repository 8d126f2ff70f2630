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
 * @param recovered the part of it that was already in the directory
 * @param elapsed how long this call took
 * @param end why it ended
 */
public record SynthesisReport(
    Path directory,
    long seed,
    RunCounts counts,
    RunCounts recovered,
    Duration elapsed,
    RunEnd end) {

  /** Sessions that this call finished, a minute. */
  public double sessionsPerMinute() {
    return (counts.finished() - recovered.finished()) * 60e9 / Math.max(1, elapsed.toNanos());
  }

  /** Tokens that this call generated, a second. */
  public double tokensPerSecond() {
    return (counts.generatedTokens() - recovered.generatedTokens())
        * 1e9
        / Math.max(1, elapsed.toNanos());
  }

  /** One line that labels the run: its seed, the funnel, the quality and the rate. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "run seed %d%s: %d asked, %d finished, %d rejected %s, %d failed %s; %.2f turns, reward"
            + " %.3f, %.1f %% of the answers name a retrieved product, %.1f %% of the claims are"
            + " supported; %d tokens generated, %.1f s, %.1f sessions a minute; %s",
        seed,
        end.complete() ? "" : " (not complete)",
        counts.asked(),
        counts.finished(),
        counts.rejectedInAll(),
        counts.rejected(),
        counts.failedInAll(),
        counts.failed(),
        counts.meanTurns(),
        counts.meanReward(),
        100 * counts.shareNamingProduct(),
        100 * counts.grounding().supportedClaimRate(),
        counts.generatedTokens(),
        elapsed.toNanos() / 1e9,
        sessionsPerMinute(),
        end);
  }
}
