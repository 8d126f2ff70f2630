package io.github.llmcsss.api;

import static io.github.llmcsss.api.Refusal.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GenerationTest {
  @Test
  void hasALogProbabilityOfBothKindsForEachToken() {
    int[] tokens = {1, 2};
    float[] two = {-1, -2};
    float[] three = {-1, -2, -3};
    Generation generation = generation(tokens, two, two);
    assertEquals(2, generation.tokens().length);
    assertRefused("modelLogProbabilities.length", 3, () -> generation(tokens, three, two));
    assertRefused("sampledLogProbabilities.length", 3, () -> generation(tokens, two, three));
  }

  private static Generation generation(int[] tokens, float[] model, float[] sampled) {
    return new Generation(
        "ab", FinishReason.END_OF_TURN, new int[] {0}, tokens, model, sampled, Usage.NONE);
  }

  @Property
  void addsUpWhatItCosts(
      @ForAll @IntRange(max = 1_000_000) int prompt,
      @ForAll @IntRange(max = 1_000_000) int cached,
      @ForAll @IntRange(max = 1_000_000) int generated) {
    int part = Math.min(prompt, cached);
    Usage usage = new Usage(prompt, part, generated);
    assertEquals(usage, usage.plus(Usage.NONE));
    assertEquals(new Usage(2 * prompt, 2 * part, 2 * generated), usage.plus(usage));
  }

  @Test
  void refusesImpossibleCosts() {
    assertRefused("promptTokens", -1, () -> new Usage(-1, 0, 0));
    assertRefused("cachedPromptTokens", -1, () -> new Usage(1, -1, 0));
    assertRefused("cachedPromptTokens", 2, () -> new Usage(1, 2, 0));
    assertRefused("generatedTokens", -1, () -> new Usage(1, 1, -1));
  }

  @Test
  void saysWhyAPromptIsTooLong() {
    String message = String.valueOf(new PromptTooLongException(900, 200, 1024).getMessage());
    assertTrue(message.contains("900") && message.contains("200") && message.contains("1024"));
  }
}
