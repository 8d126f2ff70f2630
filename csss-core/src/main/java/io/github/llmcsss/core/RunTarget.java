package io.github.llmcsss.core;

import com.google.common.math.LongMath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run ends, as far as that is the same for every process that works on it.
 *
 * @param planned at most so many sessions are decided
 * @param finished the run ends when so many are finished; 0 if that does not matter
 * @param tokens the run ends when so many tokens are generated; 0 if that does not matter
 */
record RunTarget(long planned, long finished, long tokens) {
  /** Without {@code count}, one session a seed query, or as many as are asked for. */
  static RunTarget of(RunSettings run, int seeds) {
    if (run.count() == 0) {
      return new RunTarget(run.sessions() == 0 ? seeds : run.sessions(), 0, run.tokenBudget());
    }
    long repetitions =
        run.seedRepetitions() == 0
            ? Math.ceilDiv(
                LongMath.saturatedMultiply(
                    SynthesizerBuilder.DEFAULT_ASKED_PER_SESSION, run.count()),
                seeds)
            : run.seedRepetitions();
    return new RunTarget(
        LongMath.saturatedMultiply(repetitions, seeds), run.count(), run.tokenBudget());
  }

  /** Whether the run ends with these counts, and why. */
  Optional<RunEnd> end(long asked, long done, long generatedTokens) {
    if (finished > 0 && done >= finished) {
      return Optional.of(RunEnd.COUNT);
    }
    if (tokens > 0 && generatedTokens >= tokens) {
      return Optional.of(RunEnd.TOKENS);
    }
    if (asked >= planned) {
      return Optional.of(finished > 0 ? RunEnd.SEEDS : RunEnd.SESSIONS);
    }
    return Optional.empty();
  }

  /** How many sessions have to be begun at least, if all that are still open are finished. */
  long wanted(long asked, long done) {
    return finished == 0 ? planned : Math.min(planned, asked + finished - done);
  }

  /** How many sessions there will be in all, going by those decided so far. */
  double expected(long asked, long done) {
    if (finished == 0) {
      return (double) planned;
    }
    double sessions = done == 0 ? (double) finished : (double) finished * asked / done;
    return Math.min(sessions, (double) planned);
  }

  Map<String, Object> describe() {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put(finished > 0 ? "atMost" : "sessions", planned);
    if (finished > 0) {
      target.put("count", finished);
    }
    if (tokens > 0) {
      target.put("tokens", tokens);
    }
    return target;
  }
}
