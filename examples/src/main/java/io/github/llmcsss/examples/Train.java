package io.github.llmcsss.examples;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.training.SeedQueryStage;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingReport;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.api.training.TrainingStage;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.training.SeedQueryExamples;
import io.github.llmcsss.core.training.SeedQuerySampler;
import io.github.llmcsss.core.training.SessionExamples;
import io.github.llmcsss.engine.djl.DjlTrainer;
import io.github.llmcsss.engine.djl.DjlTrainerBuilder;
import io.github.llmcsss.engine.djl.Reinforcement;
import io.github.llmcsss.engine.djl.report.TrainingReportPage;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.engine.onnx.Precision;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.CheckpointWriter;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.ModelStore;
import io.github.llmcsss.model.Models;
import io.github.llmcsss.model.SafetensorsWriter;
import io.github.llmcsss.search.lucene.LuceneSearch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains an adapter on the sessions of a run, and writes with it. */
@Command(
    name = "Train",
    description = "Trains an adapter on the sessions of a run: seed queries, then whole sessions.")
public final class Train implements Callable<Integer> {
  private static final int NEW_QUERIES = 20;
  private static final int SHOWN = 5;

  /** A seed query has a handful: with steps of the usual size there would be two. */
  private static final int QUERY_TOKENS = 64;

  private static final double REWARD_LEARNING_RATE = 2e-4;

  /** Few: they only keep the model from forgetting how sessions go on. */
  private static final int REWARD_SESSION_TOKENS = 1024;

  /** In nats a token: the generator computes in 32 bits, the trainer perhaps in 16. */
  private static final double MISMATCH = 0.05;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "a run directory whose sessions are learned")
  private Path from = Path.of("sessions");

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "the products that the run searched (default: the sample catalogue)")
  private Optional<Path> catalogue = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where checkpoints and results go; a training of the same settings that is there goes on"
              + " (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("training");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "passes over the sessions (default: ${DEFAULT-VALUE})")
  private int epochs = 3;

  @Option(
      names = "--reinforce",
      paramLabel = "STEPS",
      description =
          "how often to write sessions and to learn from their rewards, a minute each"
              + " (default: ${DEFAULT-VALUE})")
  private long reinforce;

  @Option(
      names = "--shuffle-rewards",
      description = "the control: deal the rewards out anew, so that they teach nothing")
  private boolean shuffleRewards;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "where every random choice comes from (default: ${DEFAULT-VALUE})")
  private long seed = 42;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "a model's directory or GGUF file (default: SmolLM2-135M-Instruct, fetched once)")
  private Optional<Path> model = Optional.empty();

  @Option(names = "--threads", paramLabel = "N", description = "processor threads (default: all)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--help", usageHelp = true, description = "show this text")
  boolean help;

  private final PrintStream console = System.out;

  Train() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new Train(), arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Document> products = products();
    List<Session> sessions;
    // A run keeps ids and titles of products; what the assistant was shown is more than these.
    try (Stream<Session> all = RunDirectory.open(from).sessions(products)) {
      sessions = all.toList();
    }
    List<SeedQuery> queries = sessions.stream().map(Session::seed).distinct().toList();
    // A model that has learned needs no examples in its prompts.
    PromptLayout layout = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
    SessionExamples examples = SessionExamples.of(sessions, layout);
    console.printf(
        Locale.ROOT,
        "%d sessions: %d turns to learn; %d seed queries%n",
        sessions.size(),
        examples.examples().size(),
        queries.size());
    try (Checkpoint base = Checkpoint.open(model())) {
      TrainingReport first =
          train(
              trainer(base).epochs(epochs).tokensPerStep(QUERY_TOKENS),
              "seed queries",
              new SeedQueryStage(
                  run("stage-1", Optional.empty()), SeedQueryExamples.of(queries, layout)));
      TrainingReport second =
          train(
              trainer(base).epochs(epochs),
              "sessions",
              new SessionStage(run("stage-2", Optional.of(first.result())), examples.examples()));
      Path adapter = second.result();
      if (reinforce > 0) {
        adapter = reinforce(base, adapter, products, layout, examples.examples());
      }
      Path merged = out.resolve("model");
      CheckpointWriter.merge(
          merged, base, LoraAdapter.open(adapter), SafetensorsWriter.Precision.F32);
      console.println("adapter: " + adapter + "; merged into its model: " + merged);
      write(merged, layout, queries);
    }
    return 0;
  }

  private DjlTrainerBuilder trainer(Checkpoint base) {
    return DjlTrainer.builder(base).lora(LoraConfig.standard()).threads(threads);
  }

  private Path reinforce(
      Checkpoint base,
      Path learned,
      List<Document> products,
      PromptLayout layout,
      List<TrainingExample> examples)
      throws IOException {
    try (SearchEnvironment search = LuceneSearch.inMemory(products);
        OnnxGenerator generator =
            OnnxGenerator.builder(base).precision(Precision.FLOAT32).threads(threads).build()) {
      DjlTrainerBuilder trainer =
          trainer(base)
              .learningRate(REWARD_LEARNING_RATE)
              .tokensPerStep(REWARD_SESSION_TOKENS)
              .stepsBetweenCheckpoints(1)
              .reinforcement(Reinforcement.standard().withMaximumMismatch(MISMATCH));
      RewardLearning rewards = new RewardLearning(generator, search, products, layout, seed);
      String name = shuffleRewards ? "stage-3-control" : "stage-3";
      TrainingReport third =
          train(
              trainer,
              "rewards",
              rewards.stage(run(name, Optional.of(learned)), examples, reinforce, shuffleRewards));
      rewards.compare(learned, third.result(), console);
      return third.result();
    }
  }

  private List<Document> products() throws IOException {
    return catalogue.isPresent()
        ? CatalogueFile.read(catalogue.get())
        : SampleCatalogue.documents();
  }

  private TrainingRun run(String name, Optional<Path> start) {
    return new TrainingRun(start, out.resolve(name), seed);
  }

  private TrainingReport train(DjlTrainerBuilder settings, String name, TrainingStage stage)
      throws IOException {
    TrainingReport report;
    try (Trainer trainer = settings.build();
        TrainingBar bar = new TrainingBar(name)) {
      report = trainer.train(stage, bar);
    }
    console.printf(
        Locale.ROOT,
        "%s: %d steps, %d tokens learned, loss %.3f%s; curves: %s%n",
        name,
        report.steps(),
        report.tokens(),
        report.loss(),
        validation(report),
        report.result().resolveSibling(TrainingReportPage.FILE).toUri());
    return report;
  }

  private static String validation(TrainingReport report) {
    return report.validationLoss().isPresent() && report.validationLossBefore().isPresent()
        ? String.format(
            Locale.ROOT,
            "; of what was kept apart %.3f, before %.3f",
            report.validationLoss().getAsDouble(),
            report.validationLossBefore().getAsDouble())
        : "";
  }

  private void write(Path merged, PromptLayout layout, List<SeedQuery> learned)
      throws IOException, InterruptedException {
    try (Checkpoint checkpoint = Checkpoint.open(merged);
        Generator generator = OnnxGenerator.builder(checkpoint).threads(threads).build()) {
      Sampling sampling = Sampling.builder().maximumTokens(32).build();
      SeedQuerySampler.Sample sample =
          new SeedQuerySampler(generator, layout, sampling, seed).draw(NEW_QUERIES, learned);
      console.printf(
          Locale.ROOT,
          "new seed queries: %d of %d drawn, %.0f %% of them not learned, such as%n",
          sample.queries().size(),
          sample.drawn(),
          100 * sample.novelty());
      sample.queries().stream().limit(SHOWN).forEach(query -> console.println("  " + query.text()));
    }
    console.println("to write sessions: examples/run Quickstart --model " + merged);
  }

  private Path model() throws IOException {
    if (model.isPresent()) {
      return model.get();
    }
    try (DownloadProgressBar progress = new DownloadProgressBar()) {
      return ModelStore.builder().listener(progress).build().resolve(Models.DEFAULT);
    }
  }
}
