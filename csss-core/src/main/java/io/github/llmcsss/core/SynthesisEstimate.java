package io.github.llmcsss.core;

import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.run.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a whole run will cost, extrapolated from its first sessions. The ranges are two standard
 * errors of the mean wide on each side; that the machine may be busier later is not in them.
 *
 * @param sessions of the whole run
 * @param sampled how many were made for this estimate
 * @param promptTokens of the whole run
 * @param generatedTokens of the whole run
 * @param milliseconds of the whole run, at the rate of generated tokens of the sample
 */
public record SynthesisEstimate(
    long sessions, int sampled, Range promptTokens, Range generatedTokens, Range milliseconds) {

  /**
   * An expected value between a low and a high one.
   *
   * @param low 0 or more
   * @param expected at least {@code low}
   * @param high at least {@code expected}
   */
  public record Range(double low, double expected, double high) {
    /** Checks the order. */
    public Range {
      Require.that(low >= 0, "low", "0 or more", low);
      Require.that(expected >= low, "expected", "at least low, " + low, expected);
      Require.that(high >= expected, "high", "at least expected, " + expected, high);
    }

    /** The range for so many sessions of which these are a sample. */
    static Range of(List<Long> sample, long sessions) {
      int n = sample.size();
      double mean = sample.stream().mapToLong(Long::longValue).average().orElse(0);
      double squares = 0;
      for (long value : sample) {
        squares += (value - mean) * (value - mean);
      }
      double error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : mean;
      return new Range(
          Math.max(0, mean - 2 * error) * sessions, mean * sessions, (mean + 2 * error) * sessions);
    }

    Range times(double factor) {
      return new Range(low * factor, expected * factor, high * factor);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", expected, low, high);
    }
  }

  static SynthesisEstimate of(
      long sessions, List<Verdict.Tokens> sample, Duration elapsedForSample) {
    List<Long> generated = sample.stream().map(Verdict.Tokens::generated).toList();
    Range prompt = Range.of(sample.stream().map(Verdict.Tokens::prompt).toList(), sessions);
    Range written = Range.of(generated, sessions);
    long tokens = generated.stream().mapToLong(Long::longValue).sum();
    Range time = written.times(elapsedForSample.toNanos() / 1e6 / Math.max(1, tokens));
    return new SynthesisEstimate(sessions, sample.size(), prompt, written, time);
  }

  /** The expected time of the whole run. */
  public Duration expectedTime() {
    return Duration.ofMillis(Math.round(milliseconds.expected()));
  }

  @Override
  public String toString() {
    return "estimate for "
        + sessions
        + " sessions from "
        + sampled
        + ": prompt tokens "
        + promptTokens
        + ", generated tokens "
        + generatedTokens
        + ", seconds "
        + milliseconds.times(1e-3);
  }
}
