package io.github.llmcsss.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GeneratorJudgementTest {
  /** Writes one word with a given probability, or never answers. */
  private static final class Judge implements Generator {
    final List<GenerationRequest> requests = new ArrayList<>();
    final List<CompletableFuture<Generation>> futures = new ArrayList<>();
    private final String word;
    private final double probability;

    Judge(String word, double probability) {
      this.word = word;
      this.probability = probability;
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      requests.add(request);
      CompletableFuture<Generation> future = new CompletableFuture<>();
      futures.add(future);
      if (!word.equals("never")) {
        float[] logs = {(float) Math.log(probability)};
        future.complete(
            new Generation(
                word, FinishReason.END_OF_TURN, new int[1], new int[1], logs, logs, Usage.NONE));
      }
      return future;
    }

    @Override
    public void close() {}
  }

  private static double judged(Judge judge) {
    return Rewards.judgedBy(judge)
        .reward(
            RewardsTest.input(
                "The Tilk.", List.of(), Optional.of(new Need("boiling water", Set.of()))));
  }

  @Test
  void theProbabilityOfYesIsTheReward() {
    assertEquals(0.9, judged(new Judge("Yes.", 0.9)), 1e-6);
    assertEquals(0.3, judged(new Judge(" no", 0.7)), 1e-6);
    assertEquals(0, judged(new Judge("Perhaps", 0.7)));
    assertEquals(0, judged(new Judge("", 0.7)));
  }

  @Test
  void theJudgeSeesNeedAndAnswerAndIsAskedGreedily() {
    Judge judge = new Judge("yes", 1);
    judged(judge);
    String prompt = judge.requests.getFirst().prompt().toString();
    assertTrue(prompt.contains("boiling water") && prompt.contains("The Tilk."), prompt);
    assertEquals(0, judge.requests.getFirst().sampling().temperature());
  }

  @Test
  void anInterruptEndsTheWaitAndCancelsTheRequest() {
    Judge judge = new Judge("never", 1);
    Thread.currentThread().interrupt();
    assertThrows(CsssException.class, () -> judged(judge));
    assertTrue(Thread.interrupted());
    assertTrue(judge.futures.getFirst().isCancelled());
  }
}
