package io.github.llmcsss.engine.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.engine.djl.packing.TokenTree;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import io.github.llmcsss.engine.djl.packing.TrainingSession;
import io.github.llmcsss.engine.djl.torch.AdamW;
import io.github.llmcsss.engine.djl.torch.DecoderModel;
import io.github.llmcsss.engine.djl.torch.Parameters;
import io.github.llmcsss.engine.djl.torch.Torch;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same losses as PyTorch, transformers and peft; see make_training_goldens.py. */
class TrainingGoldenTest {
  private static final double TOLERANCE = 1e-3;

  @TempDir Path directory;

  private static URL resource(String name) {
    return Objects.requireNonNull(TrainingGoldenTest.class.getResource(name), name);
  }

  private static JsonNode golden() throws IOException {
    try (InputStream json = resource("training-golden.json").openStream()) {
      return new ObjectMapper().readTree(json);
    }
  }

  private static List<TrainingSession> sessions(JsonNode golden) {
    List<TrainingSession> sessions = new ArrayList<>();
    for (JsonNode session : golden.path("sessions")) {
      List<TokenizedExample> examples = new ArrayList<>();
      for (JsonNode example : session) {
        int[] tokens = new int[example.path("tokens").size()];
        for (int i = 0; i < tokens.length; i++) {
          tokens[i] = example.path("tokens").path(i).intValue();
        }
        examples.add(TokenizedExample.of(tokens, example.path("targetStart").intValue(), 1));
      }
      sessions.add(TrainingSession.of("session-" + sessions.size(), examples));
    }
    return sessions;
  }

  private static Parameters parameters(Torch torch, Checkpoint model, String kind)
      throws IOException, URISyntaxException {
    if (kind.equals("full")) {
      return Parameters.full(torch, model.config(), model.tensors());
    }
    Path config = Path.of(resource("peft-adapter/adapter_config.json").toURI());
    LoraAdapter adapter = LoraAdapter.open(Objects.requireNonNull(config.getParent()));
    adapter.check(model);
    return Parameters.adapter(
        torch, model.config(), model.tensors(), adapter.config(), adapter.tensors(), false);
  }

  @ParameterizedTest
  @CsvSource({"full, false", "full, true", "lora, false", "lora, true"})
  void hasTheLossCurveOfPyTorch(String kind, boolean checkpointing) throws Exception {
    JsonNode golden = golden();
    List<TrainingSession> sessions = sessions(golden);
    int steps = golden.path("steps").intValue();
    double highest = golden.path(kind).path("learningRate").doubleValue();
    double warmup = golden.path("warmup").doubleValue() / steps;
    Optimization optimization =
        new Optimization(
            1,
            highest,
            warmup,
            golden.path("weightDecay").doubleValue(),
            golden.path("maximumGradientNorm").doubleValue());
    try (Checkpoint model = Checkpoint.open(TinyModel.extractTo(directory));
        Torch torch = Torch.open(1);
        Parameters parameters = parameters(torch, model, kind);
        DecoderModel decoder =
            new DecoderModel(
                torch,
                model.config(),
                parameters,
                new DecoderModel.Settings(false, checkpointing));
        AdamW optimizer = new AdamW(torch, parameters, optimization.adamW())) {
      for (int step = 1; step <= steps; step++) {
        List<TokenTree> trees = new ArrayList<>();
        double weight = 0;
        for (JsonNode index : golden.path("batches").path(step - 1)) {
          TrainingSession session = sessions.get(index.intValue());
          trees.addAll(session.trees());
          weight += session.weight();
        }
        double loss = decoder.backward(trees, 1 / weight, 0) / weight;
        double norm =
            optimizer.step(optimization.rate(step, steps), optimization.maximumGradientNorm());
        double expected = golden.path(kind).path("losses").path(step - 1).doubleValue();
        double expectedNorm = golden.path(kind).path("norms").path(step - 1).doubleValue();
        assertEquals(expected, loss, TOLERANCE * expected, "loss of step " + step);
        assertEquals(expectedNorm, norm, 10 * TOLERANCE * expectedNorm, "norm of step " + step);
      }
    }
  }
}
