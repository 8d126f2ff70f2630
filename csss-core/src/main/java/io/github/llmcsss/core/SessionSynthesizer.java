package io.github.llmcsss.core;

import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.Require;
import io.github.llmcsss.core.run.ExistingRun;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.run.RunWriter;
import io.github.llmcsss.core.run.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

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
   * Makes all sessions and writes them to a directory ({@link io.github.llmcsss.core.run}). A
   * directory in which the same call ended before, however it ended, is gone on with: the sessions
   * that it holds stay, and in the end it has, byte for byte, the files of a run that was never
   * interrupted.
   *
   * @param seeds not empty; each opens one session unless {@link SynthesizerBuilder#sessions} or
   *     {@link SynthesizerBuilder#count} say otherwise
   * @param directory new, empty, or with a run ({@link SynthesizerBuilder#existingRun})
   * @throws IOException if the directory cannot be written, is in use or holds another run
   * @throws SynthesisException if a part that was given fails; the directory is then not complete,
   *     and the same call goes on with it
   */
  public SynthesisReport synthesize(List<SeedQuery> seeds, Path directory) throws IOException {
    RunTarget target = target(seeds);
    SessionPlan plan = new SessionPlan(seeds, target.planned());
    RunMonitor monitor = new RunMonitor(target, run.listener(), run.clock());
    RunFilters filters = new RunFilters(settings.checks().ofRuns());
    Consumer<Verdict> recovered =
        verdict -> {
          filters.recovered(verdict);
          monitor.recovered(verdict);
        };
    Map<String, Object> description = RunDescription.of(settings, seeds, target);
    LongFunction<@Nullable String> ids = index -> monitor.end().isPresent() ? null : plan.id(index);
    if (run.existingRun() != ExistingRun.OVERWRITE
        && RunDirectory.exists(directory)
        && RunDirectory.open(directory).recount(description, ids, recovered)) {
      monitor.recoveredAll();
      return report(directory, monitor, monitor.end().orElseThrow());
    }
    try (RunWriter writer =
        RunWriter.open(directory, run.existingRun(), description, ids, recovered)) {
      monitor.recoveredAll();
      log(writer, writer.next() == 0 ? "started" : "resumed", monitor);
      RunEnd end = make(plan, writer, monitor, filters);
      log(writer, end.complete() ? "finished" : "stopped", monitor);
      writer.finish(monitor.counts(), end.name(), end.complete());
      return report(directory, monitor, end);
    }
  }

  private SynthesisReport report(Path directory, RunMonitor monitor, RunEnd end) {
    return new SynthesisReport(
        directory,
        settings.seed().value(),
        monitor.counts(),
        monitor.recovered(),
        monitor.elapsed(),
        end);
  }

  private RunEnd make(SessionPlan plan, RunWriter writer, RunMonitor monitor, RunFilters filters)
      throws IOException {
    SessionPipeline.Observer observer =
        new SessionPipeline.Observer() {
          @Override
          public void turn(long generatedTokens) {
            monitor.turn(generatedTokens);
          }

          @Override
          public void early(long index, Verdict verdict) throws IOException {
            writer.early(index, verdict);
          }
        };
    try (SessionPipeline pipeline =
        pipeline(plan, writer.next(), writer.early(), run.sessionsInFlight(), observer)) {
      RunLoop loop = new RunLoop(pipeline, monitor, filters);
      boolean timeIsOver = false;
      for (List<Verdict> verdicts = loop.next(); !verdicts.isEmpty(); verdicts = loop.next()) {
        writer.commit(verdicts);
        verdicts.forEach(monitor::tell);
        if (!timeIsOver && run.timeBudget().isPresent()) {
          timeIsOver = monitor.elapsed().compareTo(run.timeBudget().get()) >= 0;
          if (timeIsOver) {
            pipeline.stop();
          }
        }
      }
      return monitor.end().orElse(timeIsOver ? RunEnd.TIME : RunEnd.STOPPED);
    }
  }

  /**
   * Makes one session of a run again, and compares. Filters that judge a session among all others
   * of the run have no part in it.
   *
   * @param seeds as in the call that made the run
   * @param directory of the run, complete or not; it is not changed
   * @param sessionId of a session that it holds, finished or rejected
   * @throws IOException if the directory cannot be read, was made by other settings, or has no such
   *     session
   * @throws SynthesisException if a part that was given fails
   */
  public Replay replay(List<SeedQuery> seeds, Path directory, String sessionId) throws IOException {
    RunTarget target = target(seeds);
    RunDirectory recorded = RunDirectory.open(directory);
    recorded.requireSameSettings(RunDescription.of(settings, seeds, target));
    Verdict verdict = recorded.verdict(sessionId);
    PlannedSession session =
        new SessionPlan(seeds, target.planned())
            .find(verdict.seed(), verdict.repetition())
            .filter(planned -> planned.id().equals(sessionId))
            .orElseThrow(() ->
                new IOException(
                    "session \""
                        + sessionId
                        + "\" does not grow from a seed query of this run; was "
                        + directory
                        + " edited?"));
    try {
      Verdict remade = new SessionLoop(settings, session, tokens -> {}).run();
      return new Replay(verdict, remade, verdict.differences(remade));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SynthesisException("the replay was interrupted", e);
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
    RunTarget target = target(seeds);
    RunMonitor monitor = new RunMonitor(target, run.listener(), run.clock());
    SessionPlan plan = new SessionPlan(seeds, target.planned());
    SessionPipeline pipeline = pipeline(plan, 0, Map.of(), inFlight, unwritten(monitor));
    return StreamSupport.stream(
            new SessionSpliterator(pipeline, monitor, new RunFilters(settings.checks().ofRuns())),
            false)
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
    RunTarget target = target(seeds);
    int few = Math.min(ESTIMATE_AT_MOST, Math.max(ESTIMATE_AT_LEAST, run.sessionsInFlight()));
    long sampled = Math.min(target.planned(), few);
    RunMonitor monitor = new RunMonitor(new RunTarget(sampled, 0, 0), run.listener(), run.clock());
    SessionPlan plan = new SessionPlan(seeds, sampled);
    List<Verdict.Tokens> tokens = new ArrayList<>();
    try (SessionPipeline pipeline =
        pipeline(plan, 0, Map.of(), run.sessionsInFlight(), unwritten(monitor))) {
      RunLoop loop = new RunLoop(pipeline, monitor, new RunFilters(settings.checks().ofRuns()));
      for (List<Verdict> verdicts = loop.next(); !verdicts.isEmpty(); verdicts = loop.next()) {
        verdicts.forEach(verdict -> tokens.add(verdict.tokens()));
        verdicts.forEach(monitor::tell);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunCounts counts = monitor.counts();
    long sessions = Math.round(target.expected(counts.asked(), counts.finished()));
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

  private RunTarget target(List<SeedQuery> seeds) {
    Require.that(!seeds.isEmpty(), "seeds", "not empty", seeds);
    return RunTarget.of(run, seeds.size());
  }

  private SessionPipeline pipeline(
      SessionPlan plan,
      long next,
      Map<Long, Verdict> early,
      int inFlight,
      SessionPipeline.Observer observer) {
    SessionPipeline pipeline =
        new SessionPipeline(settings, plan, next, early, inFlight, observer, active::remove);
    active.add(pipeline);
    if (stopped) {
      pipeline.stop();
    }
    return pipeline;
  }

  private static SessionPipeline.Observer unwritten(RunMonitor monitor) {
    return new SessionPipeline.Observer() {
      @Override
      public void turn(long generatedTokens) {
        monitor.turn(generatedTokens);
      }

      @Override
      public void early(long index, Verdict verdict) {
        // Nothing outlives this process.
      }
    };
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
