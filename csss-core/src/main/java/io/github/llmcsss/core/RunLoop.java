package io.github.llmcsss.core;

import io.github.llmcsss.core.run.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes verdicts from a pipeline until the run is at its end. */
final class RunLoop {
  private final SessionPipeline pipeline;
  private final RunMonitor monitor;
  private final RunFilters filters;

  RunLoop(SessionPipeline pipeline, RunMonitor monitor, RunFilters filters) {
    this.pipeline = pipeline;
    this.monitor = monitor;
    this.filters = filters;
  }

  /**
   * The next verdicts of the run, judged in its order and counted; those beyond its end are
   * dropped.
   *
   * @return empty if the run is at its end or the pipeline was stopped
   */
  List<Verdict> next() throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    if (monitor.end().isPresent()) {
      return verdicts;
    }
    for (Verdict made : pipeline.take(monitor.wanted())) {
      Verdict verdict = filters.judge(made);
      monitor.count(verdict);
      verdicts.add(verdict);
      if (monitor.end().isPresent()) {
        break;
      }
    }
    return verdicts;
  }
}
