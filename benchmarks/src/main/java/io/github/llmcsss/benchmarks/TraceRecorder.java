package io.github.llmcsss.benchmarks;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.core.TurnPolicy;
import io.github.llmcsss.core.data.AmazonCatalogue;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.search.lucene.LuceneSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes down what sessions ask of the generator, for {@link TraceBenchmark} and its counterpart:
 * sessions of two to four turns, one answer a turn, without needs, so that both sides continue the
 * same transcript. Arguments: a model, a file of products, how many sessions, the file to write.
 */
public final class TraceRecorder {
  private TraceRecorder() {}

  /** Records. */
  public static void main(String[] arguments) throws IOException {
    List<Document> documents = AmazonCatalogue.of(Path.of(arguments[1])).read().records();
    int count = Integer.parseInt(arguments[2]);
    Path run = Files.createTempDirectory("csss-trace");
    try (SearchEnvironment search = LuceneSearch.inMemory(documents);
        Recording generator = new Recording(OnnxGenerator.load(Path.of(arguments[0])))) {
      SessionSynthesizer.builder()
          .generator(generator)
          .searchEnvironment(search)
          .bestOf(1)
          .turns(TurnPolicy.between(2, 4))
          .count(count)
          .seed(42)
          .build()
          .synthesize(SeedQueries.fromCatalogue(documents), run.resolve("run"));
      List<Trace> traces =
          generator.steps.values().stream()
              .limit(count)
              .map(steps -> new Trace(List.copyOf(steps)))
              .toList();
      Trace.write(traces, Path.of(arguments[3]));
    }
  }

  private static final class Recording extends ForwardingGenerator {
    private final Map<String, List<Trace.Step>> steps = new ConcurrentSkipListMap<>();

    Recording(Generator generator) {
      super(generator);
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      return generator
          .generate(request)
          .thenApply(generation -> {
            steps
                .computeIfAbsent(
                    request.conversation().orElseThrow(), key -> new CopyOnWriteArrayList<>())
                .add(
                    new Trace.Step(
                        request.prompt().next(),
                        request.prompt().messages(),
                        request.sampling(),
                        Arrays.stream(generation.promptTokens()).boxed().toList(),
                        Arrays.stream(generation.tokens()).boxed().toList()));
            return generation;
          });
    }
  }
}
