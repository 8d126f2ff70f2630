package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What {@link GeneratorContract} asserts about answers. */
final class Answers {
  private static final double TOLERANCE = 1e-3;

  private Answers() {}

  /** Sends all requests without waiting for any. */
  static List<CompletableFuture<Generation>> submit(
      Generator generator, List<GenerationRequest> requests) {
    List<CompletableFuture<Generation>> futures = new ArrayList<>();
    for (GenerationRequest request : requests) {
      futures.add(generator.generate(request));
    }
    return futures;
  }

  static void assertSame(List<Generation> expected, List<Generation> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertSame(expected.get(i), actual.get(i));
    }
  }

  static void assertSame(Generation expected, Generation actual) {
    assertEquals(expected.text(), actual.text());
    assertEquals(expected.finishReason(), actual.finishReason());
    assertEquals(ids(expected.promptTokens()), ids(actual.promptTokens()));
    assertEquals(ids(expected.tokens()), ids(actual.tokens()));
    assertEquals(
        Arrays.toString(expected.modelLogProbabilities()),
        Arrays.toString(actual.modelLogProbabilities()),
        "log-probabilities must be the same to the last bit");
  }

  static void assertLogProbabilities(Generation generation) {
    assertTrue(generation.tokens().length > 0, "nothing was sampled");
    for (int i = 0; i < generation.tokens().length; i++) {
      float model = generation.modelLogProbabilities()[i];
      float sampled = generation.sampledLogProbabilities()[i];
      assertTrue(model <= TOLERANCE && model > Float.NEGATIVE_INFINITY, () -> "" + model);
      assertTrue(sampled <= TOLERANCE && sampled > Float.NEGATIVE_INFINITY, () -> "" + sampled);
    }
  }

  /** How many tokens of the prompt are among the given ones. */
  static long countOf(Set<Integer> tokens, Generation generation) {
    return Arrays.stream(generation.promptTokens()).filter(tokens::contains).count();
  }

  static List<Integer> ids(int[] tokens) {
    return Arrays.stream(tokens).boxed().toList();
  }
}
