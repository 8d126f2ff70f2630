package io.github.llmcsss.benchmarks;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.SearchResult;
import io.github.llmcsss.api.SeedQuery;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.Usage;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.core.SynthesisListener;
import io.github.llmcsss.core.SynthesisProgress;
import io.github.llmcsss.core.SynthesisReport;
import io.github.llmcsss.core.TurnPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * All that is not generation: a run with a generator that answers at once, with the default
 * filters, journal and disk. Prints how many sessions are finished a second, and how much of the
 * heap is in use after a collection at each tenth of the run. Arguments: how many sessions, and a
 * directory for the run. Give the heap with {@code -Xmx512m}.
 */
public final class RunBenchmark {
  private static final int SEEDS = 1_000;
  private static final int VOCABULARY = 20_000;
  private static final int WORDS = 9;

  private RunBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    long count = Long.parseLong(arguments[0]);
    List<SeedQuery> seeds = new ArrayList<>();
    for (int i = 0; i < SEEDS; i++) {
      seeds.add(SeedQuery.of("lamp number " + i));
    }
    Document lamp = Document.builder("p1", "Harbour Brass Lamp").price(25).build();
    SearchResult found = new SearchResult(List.of(new RetrievedDocument(1, lamp, 1)));
    SynthesisReport report =
        SessionSynthesizer.builder()
            .generator(new InstantGenerator())
            .searchEnvironment(request -> found)
            .turns(TurnPolicy.exactly(2))
            .count(count)
            .sessionsInFlight(64)
            .listener(new HeapWatch(count / 10))
            .build()
            .synthesize(seeds, Path.of(arguments[1]));
    System.out.println(report);
    System.out.printf(Locale.ROOT, "%.0f sessions a second%n", report.sessionsPerMinute() / 60);
  }

  private static final class HeapWatch implements SynthesisListener {
    private final long every;

    HeapWatch(long every) {
      this.every = every;
    }

    @Override
    public void finished(Session session, SynthesisProgress progress) {
      if (progress.finished() % every == 0) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
            Locale.ROOT,
            "%8d sessions, %6.0f s, heap %.1f MiB%n",
            progress.finished(),
            progress.elapsed().toMillis() / 1e3,
            (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
      }
    }
  }

  /** Writes words that its request's seed draws, so that no two sessions are alike. */
  private static final class InstantGenerator implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      SplittableRandom random = new SplittableRandom(request.seed());
      StringBuilder text = new StringBuilder("I");
      for (int i = 0; i < WORDS; i++) {
        text.append(' ').append(word(random.nextInt(VOCABULARY)));
      }
      return CompletableFuture.completedFuture(
          new Generation(
              text.append('.').toString(),
              FinishReason.END_OF_TURN,
              new int[1],
              new int[WORDS],
              new float[WORDS],
              new float[WORDS],
              new Usage(1, 0, WORDS)));
    }

    private static String word(int number) {
      StringBuilder word = new StringBuilder();
      for (int rest = number; word.length() < 6; rest /= 20) {
        word.append("bdfgklmnprstvzchwjqx".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
      }
      return word.toString();
    }

    @Override
    public void close() {
      // There is nothing to free.
    }
  }
}
