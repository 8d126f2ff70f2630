package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.training.SessionStage;
import io.github.llmcsss.api.training.Trainer;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.api.training.TrainingListener;
import io.github.llmcsss.api.training.TrainingRun;
import io.github.llmcsss.engine.djl.DjlTrainer;
import io.github.llmcsss.engine.djl.DjlTrainerBuilder;
import io.github.llmcsss.engine.djl.TrainingPrecision;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.engine.onnx.Precision;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.CheckpointWriter;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.LoraConfig;
import io.github.llmcsss.model.SafetensorsWriter;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is trained here is read by transformers and peft, with the same numbers. The property {@code
 * csss.python} names a Python that has torch, transformers and peft.
 */
@Tag("slow")
class TransformersTest {
  private static final Path SCRIPT = Path.of("src/test/python/trained_logits.py");

  @TempDir Path directory;
  private final ObjectMapper mapper = new ObjectMapper();
  private final ArrayNode cases = mapper.createArrayNode();
  private final List<float[]> expected = new ArrayList<>();

  @Test
  void readTheSameModelsAndAdapters() throws Exception {
    String python = System.getProperty("csss.python", "");
    assumeTrue(
        !python.isEmpty(),
        "skipped: -Dcsss.python must name a Python with torch, transformers and peft");
    Path base = TinyModel.extractTo(directory.resolve("base"));
    Path merged = directory.resolve("merged");
    try (Checkpoint model = Checkpoint.open(base)) {
      Path adapter = train(DjlTrainer.builder(model).lora(LoraConfig.standard()), "adapter");
      Path whole = train(DjlTrainer.builder(model).allWeights(), "whole");
      CheckpointWriter.merge(
          merged, model, LoraAdapter.open(adapter), SafetensorsWriter.Precision.F32);
      try (OnnxGenerator generator = open(model);
          Generator adapted = generator.withAdapter(adapter)) {
        add(base, Optional.empty(), generator);
        add(base, Optional.of(adapter), adapted);
      }
      for (Path written : List.of(whole, merged)) {
        try (Checkpoint checkpoint = Checkpoint.open(written);
            OnnxGenerator generator = open(checkpoint)) {
          add(written, Optional.empty(), generator);
        }
      }
    }
    JsonNode theirs = mapper.readTree(run(python));
    assertEquals(4, theirs.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).length, theirs.get(i).size());
      for (int token = 0; token < expected.get(i).length; token++) {
        assertEquals(
            theirs.get(i).get(token).doubleValue(),
            expected.get(i)[token],
            1e-4,
            cases.get(i) + ", token " + token);
      }
    }
  }

  private Path train(DjlTrainerBuilder builder, String name) throws IOException {
    Message asked = new Message(Role.USER, "a lamp for my desk");
    Message said = new Message(Role.ASSISTANT, "The Osmo lamp is a small one, and it is blue.");
    List<TrainingExample> examples = List.of(new TrainingExample("s", 1, List.of(asked), said));
    try (Trainer trainer =
        builder
            .precision(TrainingPrecision.FLOAT32)
            .learningRate(5e-3)
            .epochs(8)
            .threads(1)
            .build()) {
      TrainingRun run = new TrainingRun(Optional.empty(), directory.resolve(name), 1);
      return trainer.train(new SessionStage(run, examples), TrainingListener.NONE).result();
    }
  }

  private OnnxGenerator open(Checkpoint model) throws IOException {
    return OnnxGenerator.builder(model)
        .precision(Precision.FLOAT32)
        .cacheDirectory(directory.resolve("graphs"))
        .build();
  }

  private void add(Path model, Optional<Path> adapter, Generator generator)
      throws InterruptedException, ExecutionException {
    Message asked = new Message(Role.USER, "a lamp for my desk");
    GenerationRequest request =
        GenerationRequest.of(
            new Prompt(List.of(asked), Role.ASSISTANT),
            Sampling.builder().maximumTokens(48).build(),
            5);
    Generation written = generator.generate(request).get();
    ObjectNode entry = cases.addObject();
    entry.put("model", model.toString());
    entry.put("adapter", adapter.map(Path::toString).orElse(null));
    entry.put("prompt", written.promptTokens().length);
    ArrayNode tokens = entry.putArray("tokens");
    for (int token : written.promptTokens()) {
      tokens.add(token);
    }
    for (int token : written.tokens()) {
      tokens.add(token);
    }
    expected.add(written.modelLogProbabilities());
  }

  private String run(String python) throws IOException, InterruptedException {
    Path input = directory.resolve("cases.json");
    Files.writeString(input, cases.toString());
    Path output = directory.resolve("results.json");
    Path errors = directory.resolve("errors.txt");
    Process process =
        new ProcessBuilder(python, SCRIPT.toString(), input.toString())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> read(errors));
    return Files.readString(output);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
