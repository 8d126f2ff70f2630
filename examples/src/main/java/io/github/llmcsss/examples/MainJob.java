package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.NeedSource;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.core.SynthesisReport;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.core.reward.Rewards;
import io.github.llmcsss.core.run.ExistingRun;
import io.github.llmcsss.core.run.GroundingCounts;
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
import java.util.stream.Stream;

/** What the examples have in common: model, search, synthesis, and what is shown at the end. */
final class MainJob {
  private static final int SHOWN = 3;

  private final RunOptions options;
  private final PrintStream out = System.out;

  MainJob(RunOptions options) {
    this.options = options;
  }

  /** Where products come from. */
  @FunctionalInterface
  interface Catalogue {
    List<Document> read() throws IOException;
  }

  /** Over a catalogue: an index in memory. */
  void run(Catalogue catalogue) throws IOException {
    options.check();
    List<Document> documents = catalogue.read();
    List<SeedQuery> seeds = seeds(documents);
    try (SearchEnvironment search = LuceneSearch.inMemory(documents)) {
      run(search, documents, seeds, Rewards.keywordOverlap());
    }
  }

  /** Over any search environment and reward; the products give seed queries and needs. */
  void run(SearchEnvironment search, List<Document> documents, RewardFunction reward)
      throws IOException {
    options.check();
    run(search, documents, seeds(documents), reward);
  }

  private void run(
      SearchEnvironment search,
      List<Document> documents,
      List<SeedQuery> seeds,
      RewardFunction reward)
      throws IOException {
    out.printf(
        Locale.ROOT,
        "catalogue: %d products; seed queries: %d, such as \"%s\"%n",
        documents.size(),
        seeds.size(),
        seeds.getFirst().text());
    if (options.existing != null) {
      ReadableFiles.deleteOf(options.out);
    }
    Path model = model();
    out.printf(Locale.ROOT, "model: %s%n", model.getFileName());
    SynthesisReport report = synthesize(model, search, seeds, CategoryNeeds.of(documents), reward);
    if (!report.end().complete()) {
      return;
    }
    boolean before = report.recovered().asked() == report.counts().asked();
    if (before && ReadableFiles.present(report.directory())) {
      out.println("this run was complete before; it is in " + report.directory());
      return;
    }
    show(report, model);
    if (report.counts().finished() == 0) {
      throw new IllegalStateException(
          "none of the sessions could be finished; "
              + report.directory().resolve("rejected.jsonl")
              + " says why");
    }
  }

  private static List<SeedQuery> seeds(List<Document> documents) {
    List<SeedQuery> seeds = SeedQueries.fromCatalogue(documents);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException(
          "the catalogue must have products with a category path of two levels or more, as seed"
              + " queries are made of these paths, but none of its "
              + documents.size()
              + " products has one");
    }
    return seeds;
  }

  private Path model() throws IOException {
    if (options.model.isPresent()) {
      return options.model.get();
    }
    try (DownloadProgressBar progress = new DownloadProgressBar()) {
      return ModelStore.builder().listener(progress).build().resolve(Models.DEFAULT);
    }
  }

  private SynthesisReport synthesize(
      Path model,
      SearchEnvironment search,
      List<SeedQuery> seeds,
      NeedSource needs,
      RewardFunction reward)
      throws IOException {
    // The stop is closed last: Java must not end before the native code of the model has.
    try (GracefulStop stop = new GracefulStop();
        Checkpoint checkpoint = Checkpoint.open(model);
        Generator generator = OnnxGenerator.builder(checkpoint).threads(options.threads).build();
        SynthesisProgressBar progress = new SynthesisProgressBar(options.sessions)) {
      SessionSynthesizer synthesizer =
          SessionSynthesizer.builder()
              .generator(generator)
              .searchEnvironment(search)
              .needs(needs)
              .reward(reward)
              .bestOf(4)
              .turns(TurnPolicy.between(2, 6))
              .count(options.sessions)
              .seed(options.seed)
              .listener(progress)
              .existingRun(options.existingRun())
              .build();
      stop.onSignal(synthesizer::stop);
      SynthesisReport report = synthesizer.synthesize(seeds, options.out);
      if (!report.end().complete()) {
        System.err.printf(
            Locale.ROOT,
            "stopped: %d of %d sessions are finished and on disk in %s; the same command%s goes on%n",
            report.counts().finished(),
            options.sessions,
            report.directory(),
            options.existingRun() == ExistingRun.OVERWRITE ? " without --overwrite" : "");
      }
      return report;
    }
  }

  private void show(SynthesisReport report, Path model) throws IOException {
    try (Stream<Session> sessions = RunDirectory.open(report.directory()).sessions()) {
      sessions.limit(SHOWN).forEach(session -> SessionPrinter.print(session, out));
    }
    Path directory = report.directory().toAbsolutePath().normalize();
    String text = summary(report);
    ReadableFiles.write(directory, String.valueOf(model.getFileName()), text);
    out.printf(
        Locale.ROOT,
        """

        %sthe sessions: %s
        to read them: %s
        """,
        text,
        directory,
        directory.resolve(ReadableFiles.VIEWER).toUri());
  }

  private static String summary(SynthesisReport report) {
    RunCounts counts = report.counts();
    return String.format(
        Locale.ROOT,
        """
        asked %d sessions: %d finished, %d rejected %s, %d failed %s
        the run ended: %s
        %s%s\
        """,
        counts.asked(),
        counts.finished(),
        counts.rejectedInAll(),
        counts.rejected(),
        counts.failedInAll(),
        counts.failed(),
        report.end(),
        quality(counts),
        rates(report));
  }

  /** Of what this call made; nothing where an earlier one had made it all. */
  private static String rates(SynthesisReport report) {
    return report.recovered().asked() == report.counts().asked()
        ? ""
        : String.format(
            Locale.ROOT,
            "%.1f sessions a minute, %.0f tokens a second, %.0f s%n",
            report.sessionsPerMinute(),
            report.tokensPerSecond(),
            report.elapsed().toMillis() / 1000.0);
  }

  private static String quality(RunCounts counts) {
    if (counts.answers() == 0) {
      return "";
    }
    GroundingCounts grounding = counts.grounding();
    return String.format(
        Locale.ROOT,
        """
        mean turns %.1f; mean reward %.2f; %.0f %% of the answers name a retrieved product
        claims: %d, supported %s; without support: %d prices, %d product names, %d numbers
        turns in which the shopper says what it could not know: %d
        """,
        counts.meanTurns(),
        counts.meanReward(),
        100 * counts.shareNamingProduct(),
        grounding.claims(),
        rate(grounding.supportedClaimRate()),
        grounding.wrongPrices(),
        grounding.inventedProducts(),
        grounding.unsupportedNumbers(),
        grounding.leaks());
  }

  private static String rate(double share) {
    return Double.isNaN(share) ? "none" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
