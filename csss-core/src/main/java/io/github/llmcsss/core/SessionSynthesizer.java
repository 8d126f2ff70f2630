package io.github.llmcsss.core;

import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Writes conversational search sessions: a generator writes both sides, a search environment is
 * searched at every system turn, and the answer is conditioned on what that search found [White
 * 2025, Eq. 1 and 3].
 *
 * <p>The same settings, seed queries and run seed give the same sessions, whatever is in flight
 * beside them. Thread-safe; opens and closes nothing that it was given. The example is in {@link
 * io.github.llmcsss.core}.
 */
public final class SessionSynthesizer {
  private static final int ESTIMATE_AT_LEAST = 8;
  private static final int ESTIMATE_AT_MOST = 16;

  private final SessionSettings settings;
  private final RunSettings run;
  private final Set<SessionPipeline> active = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  SessionSynthesizer(SessionSettings settings, RunSettings run) {
    this.settings = settings;
    this.run = run;
  }

  /** A builder with the defaults; generator and search environment must be given. */
  public static SynthesizerBuilder builder() {
    return new SynthesizerBuilder();
  }

  /**
   * Makes all sessions and writes them to a directory ({@link io.github.llmcsss.core.run}).
   *
   * @param seeds not empty; each opens one session unless {@link SynthesizerBuilder#sessions} says
   *     otherwise
   * @param directory new, empty, or with a run that may be overwritten
   * @throws IOException if the directory cannot be written or holds another run
   * @throws SynthesisException if a part that was given fails; the directory is then marked as not
   *     complete
   */
  public SynthesisReport synthesize(List<SeedQuery> seeds, Path directory) throws IOException {
    long sessions = planned(seeds);
    RunMonitor monitor = new RunMonitor(sessions, run.listener(), run.clock());
    try (RunWriter writer =
            RunWriter.create(
                directory, run.overwrite(), RunDescription.of(settings, seeds, sessions));
        SessionPipeline pipeline = pipeline(seeds, sessions, run.sessionsInFlight(), monitor)) {
      log(writer, "started", monitor);
      RunFilters filters = new RunFilters(settings.checks().ofRuns());
      for (SessionPipeline.Decision decision = pipeline.next();
          decision != null;
          decision = pipeline.next()) {
        Verdict verdict = filters.judge(decision.verdict());
        switch (verdict) {
          case Verdict.Finished done -> writer.write(decision.plan().index(), done.session());
          case Verdict.Unfinished done -> writer.write(decision.plan().index(), done.rejection());
        }
        monitor.decided(verdict);
      }
      boolean unfinished = pipeline.unfinished();
      log(writer, unfinished ? "stopped" : "finished", monitor);
      RunCounts counts = monitor.counts();
      writer.finish(counts, !unfinished);
      return new SynthesisReport(
          directory, settings.seed().value(), counts, monitor.elapsed(), unfinished);
    }
  }

  /**
   * Makes sessions as they are pulled, in the order of the plan; those that are rejected are left
   * out. Sequential. Sessions are in flight ahead of what was pulled; closing the stream gives them
   * up and waits until their threads have ended, and so does reaching its end. Failures as in
   * {@link #synthesize}.
   *
   * @param seeds as in {@link #synthesize}
   */
  public Stream<Session> stream(List<SeedQuery> seeds) {
    return stream(seeds, run.sessionsInFlight());
  }

  private Stream<Session> stream(List<SeedQuery> seeds, int inFlight) {
    long sessions = planned(seeds);
    RunMonitor monitor = new RunMonitor(sessions, run.listener(), run.clock());
    SessionPipeline pipeline = pipeline(seeds, sessions, inFlight, monitor);
    RunFilters filters = new RunFilters(settings.checks().ofRuns());
    return StreamSupport.stream(new SessionSpliterator(pipeline, monitor, filters), false)
        .onClose(pipeline::close);
  }

  /**
   * The first sessions of the run that would be made of these seed queries.
   *
   * @param seeds as in {@link #synthesize}
   * @param n how many at most; 1 or more
   */
  public List<Session> preview(List<SeedQuery> seeds, int n) {
    Require.that(n >= 1, "n", "1 or more", n);
    try (Stream<Session> sessions = stream(seeds, Math.min(n, run.sessionsInFlight()))) {
      return sessions.limit(n).toList();
    }
  }

  /**
   * Makes the first few sessions (8, or as many as are in flight up to 16) and extrapolates tokens
   * and time to the whole run.
   *
   * @param seeds as in {@link #synthesize}
   */
  public SynthesisEstimate estimate(List<SeedQuery> seeds) {
    long sessions = planned(seeds);
    int few = Math.min(ESTIMATE_AT_MOST, Math.max(ESTIMATE_AT_LEAST, run.sessionsInFlight()));
    long sampled = Math.min(sessions, few);
    RunMonitor monitor = new RunMonitor(sampled, run.listener(), run.clock());
    List<Verdict.Tokens> tokens = new ArrayList<>();
    try (SessionPipeline pipeline = pipeline(seeds, sampled, run.sessionsInFlight(), monitor)) {
      for (SessionPipeline.Decision decision = pipeline.next();
          decision != null;
          decision = pipeline.next()) {
        tokens.add(decision.verdict().tokens());
        monitor.decided(decision.verdict());
      }
    }
    return SynthesisEstimate.of(sessions, tokens, monitor.elapsed());
  }

  /**
   * Stops all runs of this synthesizer, those that begin later too: sessions in flight are given
   * up, finished ones are kept, and {@link #synthesize} returns with a report that says so. May be
   * called from any thread, a shutdown hook for one; returns at once.
   */
  public void stop() {
    stopped = true;
    active.forEach(SessionPipeline::stop);
  }

  private long planned(List<SeedQuery> seeds) {
    Require.that(!seeds.isEmpty(), "seeds", "not empty", seeds);
    return run.sessions() == 0 ? seeds.size() : run.sessions();
  }

  private SessionPipeline pipeline(
      List<SeedQuery> seeds, long sessions, int inFlight, RunMonitor monitor) {
    SessionPlan plan = new SessionPlan(List.copyOf(seeds), sessions);
    SessionPipeline pipeline =
        new SessionPipeline(settings, plan, inFlight, monitor::turn, active::remove);
    active.add(pipeline);
    if (stopped) {
      pipeline.stop();
    }
    return pipeline;
  }

  private void log(RunWriter writer, String event, RunMonitor monitor) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("time", run.clock().instant().toString());
    line.put("sessionsInFlight", run.sessionsInFlight());
    line.put("processors", Runtime.getRuntime().availableProcessors());
    line.put("java", Runtime.version().toString());
    line.put("seconds", monitor.elapsed().toNanos() / 1e9);
    line.put("generatedTokens", monitor.counts().generatedTokens());
    writer.log(line);
  }
}
