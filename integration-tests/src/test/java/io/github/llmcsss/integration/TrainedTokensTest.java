package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.core.SessionSynthesizer;
import io.github.llmcsss.core.data.CategoryNeeds;
import io.github.llmcsss.core.data.SeedQueries;
import io.github.llmcsss.core.prompt.DocumentText;
import io.github.llmcsss.core.prompt.PromptLayout;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.training.SessionExamples;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.EncodedTarget;
import io.github.llmcsss.search.lucene.LuceneSearch;
import io.github.llmcsss.testkit.SmallCatalogue;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer learns of a run are the tokens that the generator read and wrote for it. */
class TrainedTokensTest {
  private static final PromptLayout LAYOUT =
      PromptLayout.transcript(DocumentText.DEFAULT, List.of());

  @TempDir Path directory;

  /** Notes what another generator wrote to which prompt. */
  private record Recorder(Generator generator, Map<Prompt, Queue<Generation>> written)
      implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      return generator
          .generate(request)
          .thenApply(generation -> {
            written
                .computeIfAbsent(request.prompt(), prompt -> new ConcurrentLinkedQueue<>())
                .add(generation);
            return generation;
          });
    }

    @Override
    public void release(String conversation) {
      generator.release(conversation);
    }

    @Override
    public void close() {
      generator.close();
    }
  }

  @Test
  void trainsTheTokensThatWereReadAndWritten() throws IOException {
    List<Document> catalogue = SmallCatalogue.documents();
    Map<Prompt, Queue<Generation>> written = new ConcurrentHashMap<>();
    Path model = TinyModel.extractTo(directory.resolve("model"));
    Path run = directory.resolve("run");
    try (Checkpoint checkpoint = Checkpoint.open(model);
        LuceneSearch search = LuceneSearch.inMemory(catalogue);
        Generator generator =
            new Recorder(
                OnnxGenerator.builder(checkpoint)
                    .contextLength(TinyModel.CONTEXT_LENGTH)
                    .cacheDirectory(directory.resolve("graphs"))
                    .build(),
                written)) {
      SessionSynthesizer.builder()
          .generator(generator)
          .searchEnvironment(search)
          .needs(CategoryNeeds.of(catalogue))
          .prompts(LAYOUT)
          .sessions(24)
          .seed(5)
          .build()
          .synthesize(SeedQueries.fromCatalogue(catalogue), run);
      List<TrainingExample> examples;
      try (Stream<Session> sessions = RunDirectory.open(run).sessions(catalogue)) {
        examples = SessionExamples.of(sessions.toList(), LAYOUT).examples();
      }
      int ended = 0;
      int same = 0;
      for (TrainingExample example : examples) {
        Prompt prompt = example.prompt();
        String text = example.target().text();
        Generation generation =
            written.getOrDefault(prompt, new ConcurrentLinkedQueue<>()).stream()
                .filter(one -> one.text().strip().equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("never asked and written: " + example));
        EncodedTarget target = checkpoint.chatFormat().encodeTarget(prompt, text);
        int read = generation.promptTokens().length;
        assertArrayEquals(generation.promptTokens(), Arrays.copyOf(target.tokens(), read));
        assertEquals(read, target.targetStart());
        if (generation.finishReason() == FinishReason.END_OF_TURN) {
          ended++;
          int[] learned = Arrays.copyOfRange(target.tokens(), read, target.tokens().length);
          same += Arrays.equals(generation.tokens(), learned) ? 1 : 0;
        }
      }
      assertTrue(ended >= 60, "too few turns to tell: " + ended);
      // A text may be drawn in other tokens than the tokenizer would choose, or with a space
      // around it; both are rare.
      assertTrue(same >= 0.9 * ended, same + " of " + ended + " in the same tokens");
    }
  }
}
