package io.github.llmcsss.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.testkit.TinyModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Needs a card: {@code mvn verify -Pcuda -pl csss-engine-onnx -am -Dcsss.excluded.tags=
 * -Dcsss.tags=gpu}.
 */
@Tag("gpu")
final class CudaTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT16", "BFLOAT16"})
  void writesNearlyAsTheReferenceDoes(Precision precision) throws Exception {
    Prompt prompt = new Prompt(List.of(new Message(Role.USER, "running shoes")), Role.ASSISTANT);
    GenerationRequest request = GenerationRequest.of(prompt, Sampling.greedy(1), 1);
    try (Checkpoint checkpoint = Checkpoint.open(TinyModel.extractTo(directory.resolve("model")));
        OnnxGenerator reference =
            OnnxGenerator.builder(checkpoint)
                .precision(Precision.FLOAT32)
                .cacheDirectory(directory)
                .build();
        OnnxGenerator generator =
            OnnxGenerator.builder(checkpoint)
                .executionProvider(ExecutionProvider.CUDA)
                .precision(precision)
                .cacheDirectory(directory)
                .build()) {
      Generation expected = reference.generate(request).join();
      Generation actual = generator.generate(request).join();
      assertEquals(expected.modelLogProbabilities()[0], actual.modelLogProbabilities()[0], 0.1);
      Generation longer =
          generator.generate(GenerationRequest.of(prompt, Sampling.greedy(30), 1)).join();
      assertTrue(longer.tokens().length > 1);
    }
  }
}
