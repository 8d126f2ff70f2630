package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.engine.djl.DjlTrainer;
import io.github.llmcsss.engine.djl.DjlTrainerBuilder;
import io.github.llmcsss.engine.djl.TrainingPrecision;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import io.github.llmcsss.engine.djl.torch.DecoderModel;
import io.github.llmcsss.engine.djl.torch.Parameters;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.engine.onnx.Precision;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.CheckpointWriter;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.SafetensorsWriter;
import io.github.llmcsss.testkit.TinyModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code transformers} and {@code peft} load what the trainer wrote and compute the same; they are
 * looked for by {@code python3}, or the interpreter that {@code -Dcsss.python} names.
 */
@Tag("slow")
class TrainedModelsInPythonTest {
  private static final String PYTHON = System.getProperty("csss.python", "python3");
  private static final String SCRIPT =
      Path.of("src/test/python/compare_trained.py").toAbsolutePath().toString();
  private static final double TOLERANCE = 1e-4;
  private static final Prompt QUESTION =
      new Prompt(
          List.of(
              new Message(Role.SYSTEM, "A shopper talks to a shop."),
              new Message(Role.USER, "running shoes"),
              new Message(Role.DOCUMENTS, "1. Velatto Breeze Men's Running Shoes, Blue")),
          Role.ASSISTANT);

  @TempDir Path directory;

  @BeforeAll
  static void lookForPython() throws IOException, InterruptedException {
    int found = -1;
    try {
      found =
          new ProcessBuilder(PYTHON, "-c", "import torch, transformers, peft")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
    } catch (IOException e) {
      assumeTrue(false, "skipped, as there is no " + PYTHON + ": " + e.getMessage());
    }
    assumeTrue(found == 0, "skipped, as " + PYTHON + " has no torch, transformers and peft");
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3"})
  void computeWhatWeDo(String family) throws Exception {
    Path base = directory.resolve("base");
    TinyModel.extractTo(directory.resolve("tiny"));
    if (family.equals("llama")) {
      TinyModel.extractTo(base);
    } else {
      python("make", family, directory.resolve("tiny").toString(), base.toString());
    }
    Path merged = directory.resolve("merged");
    Path adapter;
    Path whole;
    try (Checkpoint model = Checkpoint.open(base)) {
      whole = train(DjlTrainer.builder(model).allWeights().learningRate(1e-3), "whole");
      adapter = train(DjlTrainer.builder(model).lora(LoraConfig.standard()), "adapted");
      CheckpointWriter.merge(
          merged, model, LoraAdapter.open(adapter), SafetensorsWriter.Precision.F32);
    }
    List<Generation> ours =
        List.of(
            generated(whole, Optional.empty(), Sampling.greedy(24)),
            generated(merged, Optional.empty(), Sampling.greedy(24)),
            generated(base, Optional.of(adapter), Sampling.builder().maximumTokens(48).build()));
    ArrayNode cases = new ObjectMapper().createArrayNode();
    add(cases, whole, null, ours.get(0));
    add(cases, merged, null, ours.get(1));
    add(cases, base, adapter, ours.get(1));
    add(cases, base, null, ours.get(0));
    add(cases, base, adapter, ours.get(2));
    JsonNode theirs = read(cases);
    compareGenerated(ours.get(0), theirs.get(0));
    compareGenerated(ours.get(1), theirs.get(1));
    compareGenerated(ours.get(1), theirs.get(2));
    compareGenerated(ours.get(2), theirs.get(4));
    assertEquals("torch.float32", theirs.at("/0/dtype").asText());
    assertEquals("torch.float32", theirs.at("/1/dtype").asText());
    try (Checkpoint model = Checkpoint.open(base);
        Checkpoint learned = Checkpoint.open(whole)) {
      LoraAdapter opened = LoraAdapter.open(adapter);
      int matrices = 2 * model.config().layers() * opened.config().targets().size();
      assertEquals(matrices, theirs.at("/2/adapted").asInt(), "matrices that peft took");
      compareTrained(learned, Optional.empty(), ours.get(0), theirs.get(0));
      compareTrained(model, Optional.of(opened), ours.get(1), theirs.get(2));
    }
    // Had nothing been learned, the rest would prove little.
    double[] before = values(theirs.at("/3/each"));
    double[] after = values(theirs.at("/0/each"));
    double distance = 0;
    for (int i = 0; i < before.length; i++) {
      distance = Math.max(distance, Math.abs(before[i] - after[i]));
    }
    assertTrue(distance > 100 * TOLERANCE, "the training changed next to nothing: " + distance);
  }

  private Path train(DjlTrainerBuilder builder, String name) throws IOException {
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Message answer = new Message(Role.ASSISTANT, "The Breeze Shoes cost $" + i + ".");
      examples.add(new TrainingExample("session-" + i, 1, QUESTION.messages(), answer));
    }
    TrainingRun run = new TrainingRun(Optional.empty(), directory.resolve(name), 3);
    try (DjlTrainer trainer =
        builder.precision(TrainingPrecision.FLOAT32).tokensPerStep(300).epochs(4).build()) {
      return trainer.train(new SessionStage(run, examples), TrainingListener.NONE).result();
    }
  }

  /** The tokens that the engine for inference reads and writes, with an adapter or without. */
  private Generation generated(Path model, Optional<Path> adapter, Sampling sampling)
      throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(model);
        OnnxGenerator generator =
            OnnxGenerator.builder(checkpoint)
                .precision(Precision.FLOAT32)
                .cacheDirectory(directory.resolve("graphs"))
                .build();
        Generator writer = adapter.isPresent() ? generator.withAdapter(adapter.get()) : generator) {
      return writer.generate(GenerationRequest.of(QUESTION, sampling, 1)).join();
    }
  }

  private static int[] tokens(Generation generation) {
    int[] prompt = generation.promptTokens();
    int[] all = Arrays.copyOf(prompt, prompt.length + generation.tokens().length);
    System.arraycopy(generation.tokens(), 0, all, prompt.length, generation.tokens().length);
    return all;
  }

  private static void add(ArrayNode cases, Path model, @Nullable Path adapter, Generation of) {
    var one = cases.addObject().put("model", model.toString());
    one.put("adapter", adapter == null ? null : adapter.toString());
    Arrays.stream(tokens(of)).forEach(one.putArray("tokens")::add);
  }

  private static void compareGenerated(Generation ours, JsonNode theirs) {
    double[] each = values(theirs.get("each"));
    int first = ours.promptTokens().length - 1;
    assertTrue(ours.tokens().length > 3, ours::text);
    assertArrayEquals(
        doubles(ours.modelLogProbabilities()),
        Arrays.copyOfRange(each, first, each.length),
        TOLERANCE);
  }

  /** Every token of the text, and all that may follow it, as the trainer computes them. */
  private static void compareTrained(
      Checkpoint model, Optional<LoraAdapter> adapter, Generation text, JsonNode theirs) {
    int[] tokens = tokens(text);
    List<TokenizedExample> next = new ArrayList<>();
    for (int token = 0; token < model.config().vocabularySize(); token++) {
      int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = token;
      next.add(TokenizedExample.of(longer, tokens.length, 1));
    }
    try (Torch torch = Torch.open(1);
        Parameters parameters =
            adapter.isEmpty()
                ? Parameters.full(torch, model.config(), model.tensors())
                : Parameters.adapter(
                    torch,
                    model.config(),
                    model.tensors(),
                    adapter.get().config(),
                    adapter.get().tensors(),
                    false);
        DecoderModel decoder =
            new DecoderModel(
                torch, model.config(), parameters, new DecoderModel.Settings(false, false))) {
      TokenTree chain = TokenTree.of(List.of(TokenizedExample.of(tokens, 1, 1)));
      assertArrayEquals(
          values(theirs.get("each")), logs(decoder, parameters, chain), TOLERANCE, "of the text");
      assertArrayEquals(
          values(theirs.get("next")),
          logs(decoder, parameters, TokenTree.of(next)),
          TOLERANCE,
          "of what may follow");
    }
  }

  private static double[] logs(DecoderModel decoder, Parameters parameters, TokenTree tree) {
    double[] losses = doubles(decoder.losses(parameters, List.of(tree)));
    return Arrays.stream(losses).map(loss -> -loss).toArray();
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double[] values(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  private JsonNode read(ArrayNode cases) throws IOException, InterruptedException {
    Path request = directory.resolve("cases.json");
    Path answer = directory.resolve("answers.json");
    Files.writeString(request, cases.toString());
    python("read", request.toString(), answer.toString());
    return new ObjectMapper().readTree(answer.toFile());
  }

  private void python(String... arguments) throws IOException, InterruptedException {
    File said = directory.resolve("said.txt").toFile();
    List<String> command = new ArrayList<>(List.of(PYTHON, SCRIPT));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
    builder.environment().put("HF_HUB_OFFLINE", "1");
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended, "the script must end within five minutes");
    assertEquals(0, process.waitFor(), () -> output(said));
  }

  private static String output(File file) {
    try {
      return Files.readString(file.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
