package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.CheckpointWriter;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.ModelFormatException;
import io.github.llmcsss.model.SafetensorsWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that come and go while a generator runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdaptedGeneratorTest {
  @TempDir static Path directory;
  private Checkpoint checkpoint;
  private final List<Path> adapters = new ArrayList<>();

  @BeforeAll
  void writeModelAndAdapters() throws Exception {
    Path model = Files.createDirectories(directory.resolve("model"));
    checkpoint = Checkpoint.open(TinyModels.checkpoint(model, 2));
    for (int i = 0; i < 2; i++) {
      Path adapter = directory.resolve("adapter-" + i);
      TinyAdapters.write(
          adapter, checkpoint.config(), checkpoint.contentHash(), TinyAdapters.ALL, i);
      adapters.add(adapter);
    }
  }

  @AfterAll
  void closeCheckpoint() {
    checkpoint.close();
  }

  private OnnxGenerator open(Checkpoint model, Precision precision) throws Exception {
    return OnnxGenerator.builder(model)
        .precision(precision)
        .maximumRows(6)
        .cacheDirectory(directory.resolve("graphs"))
        .build();
  }

  private static GenerationRequest request(int number) {
    Prompt prompt =
        new Prompt(
            List.of(
                new Message(Role.SYSTEM, "You sell things, and you are short."),
                new Message(Role.USER, "I look for item " + number)),
            Role.ASSISTANT);
    return GenerationRequest.of(
            prompt, Sampling.builder().maximumTokens(4 + number % 5).build(), number)
        .inConversation("c" + number % 3);
  }

  /** What one request at a time gives is what all at once give, whoever they share rows with. */
  @Test
  void writesTheSameTextsAloneAndAmongThoseOfOtherAdapters() throws Exception {
    try (OnnxGenerator base = open(checkpoint, Precision.INT8);
        Generator first = base.withAdapter(adapters.get(0));
        Generator second = base.withAdapter(adapters.get(1))) {
      List<Generator> all = List.of(base, first, second);
      List<Generation> alone = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        alone.add(all.get(i % 3).generate(request(i / 3)).get(20, TimeUnit.SECONDS));
      }
      List<CompletableFuture<Generation>> together = new ArrayList<>();
      Random random = new Random(1);
      for (int i = 0; i < 30; i++) {
        together.add(all.get(i % 3).generate(request(i / 3)));
        if (random.nextInt(4) == 0) {
          all.get(random.nextInt(3)).release("c" + random.nextInt(3));
        }
      }
      int differing = 0;
      for (int i = 0; i < 30; i++) {
        Generation written = together.get(i).get(20, TimeUnit.SECONDS);
        assertArrayEquals(alone.get(i).tokens(), written.tokens(), "request " + i);
        assertArrayEquals(
            alone.get(i).modelLogProbabilities(), written.modelLogProbabilities(), "request " + i);
        float[] without = alone.get(i / 3 * 3).modelLogProbabilities();
        differing += Arrays.equals(without, written.modelLogProbabilities()) ? 0 : 1;
      }
      assertEquals(20, differing, "as likely without an adapter");
    }
  }

  @Test
  void writesWhatTheMergedModelWrites() throws Exception {
    Path merged = directory.resolve("merged");
    CheckpointWriter.merge(
        merged, checkpoint, LoraAdapter.open(adapters.get(0)), SafetensorsWriter.Precision.F32);
    try (OnnxGenerator base = open(checkpoint, Precision.FLOAT32);
        Generator adapted = base.withAdapter(adapters.get(0));
        Checkpoint other = Checkpoint.open(merged);
        OnnxGenerator expected = open(other, Precision.FLOAT32)) {
      for (int i = 0; i < 10; i++) {
        Generation one = adapted.generate(request(i)).get(20, TimeUnit.SECONDS);
        Generation two = expected.generate(request(i)).get(20, TimeUnit.SECONDS);
        assertArrayEquals(two.tokens(), one.tokens());
        assertArrayEquals(two.modelLogProbabilities(), one.modelLogProbabilities(), 1e-3f);
      }
    }
  }

  @Test
  void freesAnAdapterWhenItsViewIsClosedAndGoesOnWithout() throws Exception {
    try (OnnxGenerator base = open(checkpoint, Precision.INT8)) {
      String before = base.generate(request(1)).get(20, TimeUnit.SECONDS).text();
      Generator view = base.withAdapter(adapters.get(0));
      view.generate(request(1)).get(20, TimeUnit.SECONDS);
      assertEquals(before, base.generate(request(1)).get(20, TimeUnit.SECONDS).text());
      int handles = base.openHandles();
      for (int i = 0; i < 20; i++) {
        try (Generator next = base.withAdapter(adapters.get(i % 2))) {
          next.generate(request(i)).get(20, TimeUnit.SECONDS);
        }
      }
      view.close();
      view.close();
      assertThrowsClosed(view.generate(request(1)));
      assertEquals(before, base.generate(request(1)).get(20, TimeUnit.SECONDS).text());
      int perAdapter = 2 * 5 * checkpoint.config().layers();
      assertEquals(handles - perAdapter, base.openHandles());
    }
  }

  @Test
  void closingAViewEndsItsRequestsAlone() throws Exception {
    try (OnnxGenerator base = open(checkpoint, Precision.INT8)) {
      Generator view = base.withAdapter(adapters.get(0));
      List<CompletableFuture<Generation>> ended = new ArrayList<>();
      List<CompletableFuture<Generation>> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        GenerationRequest request = request(i);
        Sampling endless = Sampling.greedy(300);
        ended.add(view.generate(GenerationRequest.of(request.prompt(), endless, i)));
        others.add(base.generate(request));
      }
      view.close();
      for (CompletableFuture<Generation> future : others) {
        assertFalse(future.get(20, TimeUnit.SECONDS).text().isEmpty());
      }
      long failed = ended.stream().filter(CompletableFuture::isCompletedExceptionally).count();
      assertTrue(failed >= 10, failed + " of 20");
    }
  }

  @Test
  void closingTheGeneratorEndsItsViews() throws Exception {
    OnnxGenerator base = open(checkpoint, Precision.INT8);
    Generator view = base.withAdapter(adapters.get(0));
    view.generate(request(1)).get(20, TimeUnit.SECONDS);
    base.close();
    assertThrowsClosed(view.generate(request(1)));
    view.close();
    assertEquals(0, base.openHandles());
  }

  @Test
  void hasAProvenanceOfItsOwn() throws Exception {
    try (OnnxGenerator base = open(checkpoint, Precision.INT8);
        Generator first = base.withAdapter(adapters.get(0));
        Generator again = base.withAdapter(adapters.get(0));
        Generator second = base.withAdapter(adapters.get(1))) {
      assertNotEquals(base.provenance(), first.provenance());
      assertNotEquals(second.provenance(), first.provenance());
      assertEquals(again.provenance(), first.provenance());
    }
  }

  @Test
  void refusesWhatIsNoAdapterOfThisModel() throws Exception {
    Path foreign = directory.resolve("foreign");
    TinyAdapters.write(foreign, checkpoint.config(), "another", TinyAdapters.ALL, 1);
    try (OnnxGenerator base = open(checkpoint, Precision.INT8)) {
      ModelFormatException error =
          assertThrows(ModelFormatException.class, () -> base.withAdapter(foreign));
      assertTrue(
          String.valueOf(error.getMessage()).contains("give the model that it was trained on"));
      assertThrows(NoSuchFileException.class, () -> base.withAdapter(directory.resolve("nothing")));
      assertFalse(base.generate(request(1)).get(20, TimeUnit.SECONDS).text().isEmpty());
    }
  }

  private static void assertThrowsClosed(CompletableFuture<Generation> future) {
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
    assertInstanceOf(IllegalStateException.class, error.getCause());
  }
}
