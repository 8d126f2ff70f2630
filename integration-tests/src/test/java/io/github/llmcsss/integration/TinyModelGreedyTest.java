package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.engine.onnx.OnnxGenerator;
import io.github.llmcsss.engine.onnx.Precision;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From messages to tokens, the whole way is that of {@code transformers}: chat format, tokenizer,
 * decoder. The file is made by {@code train_tiny_model.py} of the test kit.
 */
class TinyModelGreedyTest {
  @Test
  void readsAndWritesTheSameTokensAsTransformers(@TempDir Path directory) throws IOException {
    JsonNode cases;
    try (InputStream file = getClass().getResourceAsStream("tiny-model-greedy.json")) {
      cases = new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
    assertTrue(cases.size() >= 20, () -> cases.size() + " cases");
    try (Checkpoint checkpoint = Checkpoint.open(TinyModel.extractTo(directory.resolve("model")));
        OnnxGenerator generator =
            OnnxGenerator.builder(checkpoint)
                .precision(Precision.FLOAT32)
                .cacheDirectory(directory.resolve("graphs"))
                .build()) {
      List<CompletableFuture<Generation>> written = new ArrayList<>();
      for (JsonNode one : cases) {
        Prompt prompt = new Prompt(messages(one), role(one.get("next")));
        written.add(generator.generate(GenerationRequest.of(prompt, Sampling.greedy(40), 1)));
      }
      for (int i = 0; i < cases.size(); i++) {
        Generation generation = written.get(i).join();
        assertArrayEquals(
            ids(cases.get(i).get("prompt")), generation.promptTokens(), "prompt " + i);
        assertArrayEquals(ids(cases.get(i).get("tokens")), generation.tokens(), "text " + i);
        assertEquals(-1, generation.text().indexOf("<|im_end|>"));
      }
    }
  }

  private static List<Message> messages(JsonNode one) {
    return StreamSupport.stream(one.get("messages").spliterator(), false)
        .map(message -> new Message(role(message.get("role")), message.get("text").asText()))
        .toList();
  }

  private static Role role(JsonNode name) {
    return Role.valueOf(name.asText().toUpperCase(Locale.ROOT));
  }

  private static int[] ids(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }
}
