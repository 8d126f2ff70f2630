package io.github.llmcsss.benchmarks;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.core.SynthesisReport;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.data.AmazonCatalogue;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.search.lucene.LuceneSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Whole sessions as the quickstart makes them, and which share of the wall time no request is with
 * the generator: what search, rewards, grounding, filters and disk cost beyond what hides behind
 * it. Arguments: a model, a file of products, how many sessions, and a directory for the run.
 */
public final class SessionBenchmark {
  private SessionBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    List<Document> documents = AmazonCatalogue.of(Path.of(arguments[1])).read().records();
    try (SearchEnvironment search = LuceneSearch.inMemory(documents);
        Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
        BusyClock generator = new BusyClock(OnnxGenerator.builder(checkpoint).build())) {
      SynthesisReport report =
          SessionSynthesizer.builder()
              .generator(generator)
              .searchEnvironment(search)
              .needs(CategoryNeeds.of(documents))
              .bestOf(4)
              .turns(TurnPolicy.between(2, 6))
              .count(Long.parseLong(arguments[2]))
              .seed(42)
              .build()
              .synthesize(SeedQueries.fromCatalogue(documents), Path.of(arguments[3]));
      System.out.println(report);
      System.out.printf(
          Locale.ROOT,
          "%.0f tokens generated a second, %.2f %% of the wall time outside the generator%n",
          report.tokensPerSecond(),
          100 * (1 - (double) generator.busyNanos() / report.elapsed().toNanos()));
    }
  }

  /** Adds up the time in which at least one request is under way. */
  private static final class BusyClock extends ForwardingGenerator {
    private int underWay;
    private long since;
    private long busy;

    BusyClock(Generator generator) {
      super(generator);
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      begin();
      CompletableFuture<Generation> future = generator.generate(request);
      // Not handed on: who cancels must reach the generator's own future.
      CompletableFuture<Generation> unused = future.whenComplete((any, failure) -> end());
      return future;
    }

    private synchronized void begin() {
      if (underWay++ == 0) {
        since = System.nanoTime();
      }
    }

    private synchronized void end() {
      if (--underWay == 0) {
        busy += System.nanoTime() - since;
      }
    }

    synchronized long busyNanos() {
      return busy;
    }
  }
}
