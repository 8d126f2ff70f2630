package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.model.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OnnxGeneratorTest {
  private static final List<Precision> PRECISIONS = List.of(Precision.INT8, Precision.FLOAT32);

  @TempDir static Path directory;
  private Checkpoint checkpoint;

  @BeforeAll
  void openCheckpoint() throws Exception {
    Path model = directory.resolve("model");
    Files.createDirectories(model);
    checkpoint = Checkpoint.open(TinyModels.checkpoint(model, 2));
  }

  @AfterAll
  void closeCheckpoint() {
    checkpoint.close();
  }

  private OnnxGeneratorBuilder builder() {
    return OnnxGenerator.builder(checkpoint).cacheDirectory(directory.resolve("graphs"));
  }

  private static Prompt prompt(int number) {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, "You sell things, and you are short."));
    messages.add(new Message(Role.USER, "I look for item " + number));
    if (number % 2 == 0) {
      messages.add(new Message(Role.DOCUMENTS, "1. Item " + number + ".".repeat(number * 7 % 60)));
    }
    return new Prompt(messages, Role.ASSISTANT);
  }

  private static List<GenerationRequest> requests(int count) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Sampling sampling =
          Sampling.builder()
              .temperature(i % 5 == 0 ? 0 : 0.9)
              .topP(i % 3 == 0 ? 0.9 : 1)
              .topK(i % 4 == 0 ? 20 : 0)
              .repetitionPenalty(i % 2 == 0 ? 1.1 : 1)
              .maximumTokens(4 + i % 23)
              .build();
      requests.add(GenerationRequest.of(prompt(i), sampling, i));
    }
    return requests;
  }

  private static List<Generation> run(OnnxGenerator generator, List<GenerationRequest> requests)
      throws Exception {
    List<CompletableFuture<Generation>> futures =
        requests.stream().map(generator::generate).toList();
    List<Generation> generations = new ArrayList<>();
    for (CompletableFuture<Generation> future : futures) {
      generations.add(future.get(60, TimeUnit.SECONDS));
    }
    return generations;
  }

  private static void assertSame(List<Generation> expected, List<Generation> actual) {
    for (int i = 0; i < expected.size(); i++) {
      Generation one = expected.get(i);
      Generation other = actual.get(i);
      assertArrayEquals(one.tokens(), other.tokens(), "request " + i);
      assertArrayEquals(one.modelLogProbabilities(), other.modelLogProbabilities());
      assertArrayEquals(one.sampledLogProbabilities(), other.sampledLogProbabilities());
      assertEquals(one.text(), other.text());
      assertEquals(one.finishReason(), other.finishReason());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"INT8", "FLOAT32"})
  void writesTheSameAtAnyBatchOrderChunkThreadsAndMemory(Precision precision) throws Exception {
    List<GenerationRequest> requests = requests(40);
    List<Generation> expected;
    try (OnnxGenerator generator = builder().precision(precision).maximumRows(1).build()) {
      expected = run(generator, requests);
    }
    assertTrue(expected.stream().map(Generation::text).distinct().count() > 30, "texts differ");
    for (int rows : new int[] {7, 32}) {
      try (OnnxGenerator generator = builder().precision(precision).maximumRows(rows).build()) {
        assertSame(expected, run(generator, requests));
        List<Integer> order =
            IntStream.range(0, requests.size()).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(rows));
        List<Generation> shuffled = run(generator, order.stream().map(requests::get).toList());
        assertSame(order.stream().map(expected::get).toList(), shuffled);
      }
    }
    try (OnnxGenerator generator =
        builder().precision(precision).prefillChunk(2).threads(1).keyValueMemory(1 << 20).build()) {
      assertSame(expected, run(generator, requests));
    }
    for (int chunk : new int[] {3, 16, 1000}) {
      // Room for a few blocks of 8 kB only: each request throws out what others have left.
      try (OnnxGenerator generator =
          builder().precision(precision).prefillChunk(chunk).prefixMemory(60_000).build()) {
        List<GenerationRequest> inConversations = inConversations(requests);
        Collections.shuffle(inConversations, new Random(chunk));
        List<Generation> shuffled = run(generator, inConversations);
        assertSame(
            inConversations.stream().map(r -> expected.get((int) r.seed())).toList(), shuffled);
      }
    }
    try (OnnxGenerator generator = builder().precision(precision).prefillChunk(37).build()) {
      assertSame(expected, run(generator, inConversations(requests)));
      assertSame(expected, run(generator, inConversations(requests)));
    }
  }

  /** So long that the first has not ended when the last is admitted. */
  private List<GenerationRequest> longRequests(int count) {
    Set<Integer> ends = checkpoint.chatFormat().endOfTurnTokens();
    return requests(count).stream()
        .map(request -> {
          int tokens = 2 * count + (int) request.seed() % 5;
          Sampling sampling =
              request.sampling().toBuilder().maximumTokens(tokens).bannedTokens(ends).build();
          return GenerationRequest.of(request.prompt(), sampling, request.seed());
        })
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"INT8", "FLOAT32"})
  void writesTheSameWhereAllRowsAreTaken(Precision precision) throws Exception {
    List<GenerationRequest> requests = longRequests(40);
    List<Generation> expected = List.of();
    for (int rows : new int[] {1, 7, 32}) {
      try (OnnxGenerator generator = builder().precision(precision).maximumRows(rows).build()) {
        List<Generation> actual = run(generator, requests);
        expected = expected.isEmpty() ? actual : expected;
        assertSame(expected, actual);
        // A caller that is held up may come too late for the first ones.
        for (int i = 0; i < 50 && generator.largestBatch() < rows; i++) {
          assertSame(expected, run(generator, requests));
        }
        assertEquals(rows, generator.largestBatch());
      }
    }
  }

  private static List<GenerationRequest> inConversations(List<GenerationRequest> requests) {
    return requests.stream()
        .map(request -> request.inConversation("c" + request.seed() % 6))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Requests come one by one while others are written, and some of those go away. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"INT8", "FLOAT32"})
  void writesTheSameWhileOthersComeAndGo(Precision precision) throws Exception {
    List<GenerationRequest> requests = requests(40);
    List<Generation> expected;
    try (OnnxGenerator generator = builder().precision(precision).maximumRows(1).build()) {
      expected = run(generator, requests);
    }
    Random random = new Random(8);
    try (OnnxGenerator generator =
        builder().precision(precision).maximumRows(5).prefillChunk(16).build()) {
      List<CompletableFuture<Generation>> futures = new ArrayList<>();
      List<CompletableFuture<Generation>> doomed = new ArrayList<>();
      Sampling endless = Sampling.builder().temperature(3).maximumTokens(300).build();
      for (GenerationRequest request : requests) {
        futures.add(generator.generate(request));
        doomed.add(generator.generate(GenerationRequest.of(request.prompt(), endless, 1)));
        if (random.nextInt(3) == 0) {
          futures.get(random.nextInt(futures.size())).get(60, TimeUnit.SECONDS);
        }
        doomed.get(random.nextInt(doomed.size())).cancel(true);
      }
      doomed.forEach(future -> future.cancel(true));
      List<Generation> actual = new ArrayList<>();
      for (CompletableFuture<Generation> future : futures) {
        actual.add(future.get(60, TimeUnit.SECONDS));
      }
      assertSame(expected, actual);
    }
  }

  @Test
  void reusesATranscriptWithoutChangingText() throws Exception {
    for (Precision precision : PRECISIONS) {
      for (long memory : new long[] {0, 60_000, 1 << 24}) {
        try (OnnxGenerator cached = builder().precision(precision).prefixMemory(memory).build();
            OnnxGenerator fresh = builder().precision(precision).prefixMemory(0).build()) {
          List<Message> transcript =
              new ArrayList<>(List.of(new Message(Role.SYSTEM, "You sell things.")));
          int reused = 0;
          for (int turn = 0; turn < 6; turn++) {
            Role next = turn % 2 == 0 ? Role.USER : Role.ASSISTANT;
            List<Message> messages = new ArrayList<>(transcript);
            if (next == Role.ASSISTANT) {
              messages.add(new Message(Role.DOCUMENTS, "1. Thing number " + turn));
            }
            GenerationRequest request =
                GenerationRequest.of(
                    new Prompt(messages, next), Sampling.builder().maximumTokens(15).build(), turn);
            Generation expected = run(fresh, List.of(request)).getFirst();
            List<GenerationRequest> three = Collections.nCopies(3, request.inConversation("c"));
            List<Generation> actual = run(cached, three);
            assertSame(Collections.nCopies(3, expected), actual);
            reused += actual.getFirst().usage().cachedPromptTokens();
            transcript.add(new Message(next, expected.text()));
          }
          assertEquals(memory > 0, reused > 0, "positions were reused");
          cached.release("c");
        }
      }
    }
  }

  /** Examples bring documents of their own, which every prompt of the conversation has. */
  @Test
  void keepsAllButTheDocumentsOfTheTurn() throws Exception {
    try (OnnxGenerator generator = builder().build()) {
      List<Message> start =
          List.of(
              new Message(Role.SYSTEM, "You sell things."),
              new Message(Role.USER, "An example of a question"),
              new Message(Role.DOCUMENTS, "1. A thing, 2. another thing"),
              new Message(Role.ASSISTANT, "The thing, of course."),
              new Message(Role.USER, "And now a question"));
      List<Message> first = new ArrayList<>(start);
      first.add(new Message(Role.DOCUMENTS, "1. What was found for it"));
      List<Message> second = new ArrayList<>(start);
      second.add(new Message(Role.ASSISTANT, "An answer"));
      second.add(new Message(Role.USER, "Thanks"));
      run(generator, List.of(inConversation(first)));
      Generation next = run(generator, List.of(inConversation(second))).getFirst();
      int kept = checkpoint.chatFormat().encode(new Prompt(start, Role.ASSISTANT)).tokens().length;
      int cached = next.usage().cachedPromptTokens();
      assertTrue(cached > kept - 2 * PrefixCache.BLOCK, cached + " of " + kept);
    }
  }

  private static GenerationRequest inConversation(List<Message> messages) {
    return GenerationRequest.of(new Prompt(messages, Role.ASSISTANT), Sampling.greedy(3), 1)
        .inConversation("c");
  }

  /** As where the best of several answers is wanted; nothing is kept for them here. */
  @Test
  void computesAPromptOnceForRequestsThatShareIt() throws Exception {
    for (Precision precision : PRECISIONS) {
      try (OnnxGenerator generator = builder().precision(precision).prefixMemory(0).build()) {
        Sampling sampling = Sampling.builder().maximumTokens(30).build();
        List<GenerationRequest> requests =
            IntStream.range(0, 6)
                .mapToObj(i -> GenerationRequest.of(prompt(i / 3), sampling, i))
                .toList();
        List<Generation> expected = new ArrayList<>();
        for (GenerationRequest request : requests) {
          expected.addAll(run(generator, List.of(request)));
        }
        List<Generation> together = run(generator, requests);
        assertSame(expected, together);
        long shared =
            together.stream()
                .map(Generation::usage)
                .filter(usage -> usage.cachedPromptTokens() == usage.promptTokens())
                .count();
        assertTrue(shared >= 2, shared + " of 6 took what another one had computed");
      }
    }
  }

  @Test
  void servesMoreRequestsThanMayWait() throws Exception {
    try (OnnxGenerator generator = builder().maximumRows(1).maximumWaiting(2).build()) {
      assertEquals(20, run(generator, requests(20)).size());
    }
  }

  @Test
  void failsOneRequestWhereOneRequestIsAtFault() throws Exception {
    try (OnnxGenerator generator = builder().build()) {
      Set<Integer> all = IntStream.range(0, 300).boxed().collect(Collectors.toSet());
      Sampling nothingLeft = Sampling.builder().bannedTokens(all).build();
      CompletableFuture<Generation> bad =
          generator.generate(GenerationRequest.of(prompt(1), nothingLeft, 1));
      CompletableFuture<Generation> good =
          generator.generate(GenerationRequest.of(prompt(1), Sampling.greedy(3), 1));
      assertInstanceOf(IllegalArgumentException.class, cause(bad));
      assertEquals(3, good.get(30, TimeUnit.SECONDS).tokens().length);
    }
  }

  private static Throwable cause(CompletableFuture<Generation> future) {
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
    return Objects.requireNonNull(error.getCause());
  }

  @Test
  void tellsWhatShapesTexts() throws Exception {
    try (OnnxGenerator bytes = builder().build();
        OnnxGenerator floats = builder().precision(Precision.FLOAT32).build();
        OnnxGenerator shorter = builder().contextLength(100).threads(1).maximumRows(3).build()) {
      assertNotEquals(bytes.provenance(), floats.provenance());
      assertNotEquals(bytes.provenance(), shorter.provenance());
      assertEquals(checkpoint.contentHash(), bytes.provenance().facts().get("model"));
      assertFalse(bytes.provenance().facts().containsKey("threads"));
    }
  }

  @Test
  void refusesSettingsThatDoNotGoTogether() {
    assertThrows(IllegalArgumentException.class, () -> builder().threads(0));
    assertThrows(IllegalArgumentException.class, () -> builder().maximumRows(0));
    assertThrows(IllegalArgumentException.class, () -> builder().contextLength(513));
    assertThrows(IllegalArgumentException.class, () -> builder().prefillChunk(1));
    assertThrows(IllegalArgumentException.class, () -> builder().maximumWaiting(0));
    assertThrows(
        IllegalArgumentException.class, () -> builder().precision(Precision.FLOAT16).build());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder().executionProvider(ExecutionProvider.CUDA).precision(Precision.INT8).build());
    assertThrows(IllegalArgumentException.class, () -> builder().keyValueMemory(100).build());
  }

  @Test
  void takesAsMuchMemoryAsThereIsAtMost() throws Exception {
    try (OnnxGenerator generator =
        builder().keyValueMemory(Long.MAX_VALUE).prefixMemory(Long.MAX_VALUE).build()) {
      assertEquals(3, run(generator, requests(3)).size());
    }
  }

  @Test
  void saysThatThereIsNoCuda() {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA), "there may be a card");
    CsssException error =
        assertThrows(
            CsssException.class, () -> builder().executionProvider(ExecutionProvider.CUDA).build());
    assertTrue(String.valueOf(error.getMessage()).contains("CUDA"), error.toString());
  }

  /** ONNX Runtime would say so only when the first request comes. */
  @Test
  void refusesHeadsThatTheRuntimeCannotCompute() throws Exception {
    Path model = TinyModels.checkpoint(Files.createDirectory(directory.resolve("narrow")), 2);
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"num_attention_heads\": 4", "\"num_attention_heads\": 8")
            .replace("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 4"));
    try (Checkpoint narrow = Checkpoint.open(model)) {
      CsssException error =
          assertThrows(CsssException.class, () -> OnnxGenerator.builder(narrow).build());
      assertEquals(
          model + ": the model's head dimension must be a multiple of 16, but was 8",
          error.getMessage());
    }
  }

  /** A buffer of Java holds 2 GiB: here the keys of 16,777,215 positions, of 128 bytes each. */
  @Test
  void refusesAContextThatNoBufferHolds() throws Exception {
    Path model = TinyModels.checkpoint(Files.createDirectory(directory.resolve("long")), 2);
    Path config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(": 512", ": 16777216"));
    try (Checkpoint endless = Checkpoint.open(model)) {
      OnnxGeneratorBuilder builder =
          OnnxGenerator.builder(endless)
              .cacheDirectory(directory.resolve("never"))
              .contextLength(16_777_216)
              .keyValuePrecision(KeyValuePrecision.FULL)
              .keyValueMemory(Long.MAX_VALUE);
      IllegalArgumentException error = assertThrows(IllegalArgumentException.class, builder::build);
      assertEquals(
          "contextLength must be at most 16777088, for the size of the model's keys and values,"
              + " but was 16777216",
          error.getMessage());
    }
  }
}
