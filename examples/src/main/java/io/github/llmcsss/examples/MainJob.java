package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.core.SynthesisReport;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.core.reward.Rewards;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.ModelStore;
import io.github.llmcsss.model.Models;
import io.github.llmcsss.search.lucene.LuceneSearch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the examples have in common: model, search, synthesis, and what is shown at the end. */
final class MainJob {
  private static final int SHOWN = 3;
  private static final long SECONDS_TO_STOP = 60;

  private final RunOptions options;
  private final PrintStream out = System.out;

  MainJob(RunOptions options) {
    this.options = options;
  }

  /** Over a catalogue: an index in memory, seed queries from its categories. */
  void run(List<Document> documents) throws IOException {
    List<SeedQuery> seeds = SeedQueries.fromCatalogue(documents);
    out.printf(
        Locale.ROOT,
        "catalogue: %d products; seed queries: %d, such as \"%s\"%n",
        documents.size(),
        seeds.size(),
        seeds.getFirst().text());
    try (SearchEnvironment search = LuceneSearch.inMemory(documents)) {
      run(search, seeds, Rewards.keywordOverlap());
    }
  }

  /** Over any search environment, seed queries and reward. */
  void run(SearchEnvironment search, List<SeedQuery> seeds, RewardFunction reward)
      throws IOException {
    Path model =
        options.model.isPresent()
            ? options.model.get()
            : ModelStore.standard().resolve(Models.DEFAULT);
    out.printf(Locale.ROOT, "model: %s%n", model.getFileName());
    try (Checkpoint checkpoint = Checkpoint.open(model);
        Generator generator = OnnxGenerator.builder(checkpoint).threads(options.threads).build();
        ConsoleProgress progress = new ConsoleProgress(options.sessions)) {
      SessionSynthesizer synthesizer =
          SessionSynthesizer.builder()
              .generator(generator)
              .searchEnvironment(search)
              .reward(reward)
              .bestOf(4)
              .turns(TurnPolicy.between(2, 6))
              .sessions(options.sessions)
              .seed(options.seed)
              .listener(progress)
              .overwrite(true)
              .build();
      show(synthesize(synthesizer, seeds));
    }
  }

  /** Ctrl-C stops at the boundary of a session: what is finished is kept. */
  private SynthesisReport synthesize(SessionSynthesizer synthesizer, List<SeedQuery> seeds)
      throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              synthesizer.stop();
              try {
                if (!ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                  System.err.println("the run did not stop in time; its last part is unfinished");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop at a session boundary");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      SynthesisReport report = synthesizer.synthesize(seeds, options.out);
      if (!report.stopped()) {
        Runtime.getRuntime().removeShutdownHook(stop);
      }
      return report;
    } finally {
      ended.countDown();
    }
  }

  private void show(SynthesisReport report) throws IOException {
    try (Stream<Session> sessions = RunDirectory.open(report.directory()).sessions()) {
      sessions.limit(SHOWN).forEach(session -> SessionPrinter.print(session, out));
    }
    RunCounts counts = report.counts();
    out.printf(
        Locale.ROOT,
        """

        asked %d sessions: %d finished, %d rejected %s, %d failed %s
        mean turns %.1f; mean reward %.2f; %.0f %% of the answers name a retrieved product
        %.1f sessions a minute, %.0f tokens a second, %.0f s
        the sessions: %s
        """,
        counts.asked(),
        counts.finished(),
        counts.rejectedInAll(),
        counts.rejected(),
        counts.failedInAll(),
        counts.failed(),
        counts.meanTurns(),
        counts.meanReward(),
        100 * counts.shareNamingProduct(),
        report.sessionsPerMinute(),
        report.tokensPerSecond(),
        report.elapsed().toMillis() / 1000.0,
        report.directory().toAbsolutePath().normalize());
  }
}
