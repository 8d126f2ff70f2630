package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.FinishReason;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.Usage;
import io.github.llmcsss.testkit.RewardFunctionContract;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;

class RewardContractsTest {
  @Nested
  class KeywordOverlapContract extends RewardFunctionContract {
    @Override
    protected RewardFunction reward() {
      return Rewards.keywordOverlap();
    }
  }

  @Nested
  class SemanticSimilarityContract extends RewardFunctionContract {
    @Override
    protected RewardFunction reward() {
      return Rewards.semanticSimilarity(new LetterEmbedder());
    }
  }

  @Nested
  class NeedSatisfactionContract extends RewardFunctionContract {
    @Override
    protected RewardFunction reward() {
      return Rewards.needSatisfaction();
    }
  }

  @Nested
  class GeneratorJudgementContract extends RewardFunctionContract {
    @Override
    protected RewardFunction reward() {
      return Rewards.judgedBy(new OpinionatedGenerator());
    }
  }

  @Nested
  class WeightedSumContract extends RewardFunctionContract {
    @Override
    protected RewardFunction reward() {
      return Rewards.weightedSum(
          new WeightedReward(2, Rewards.keywordOverlap()),
          new WeightedReward(0.1, Rewards.needSatisfaction()));
    }
  }

  /** Says yes, no or neither, with a probability, by the hash of the prompt. */
  private static final class OpinionatedGenerator implements Generator {
    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
      int hash = request.prompt().messages().getLast().text().hashCode();
      String[] words = {"Yes", "No.", "Well"};
      float[] logs = {-Math.floorMod(hash, 100) / 10f};
      return CompletableFuture.completedFuture(
          new Generation(
              words[Math.floorMod(hash, words.length)],
              FinishReason.END_OF_TURN,
              new int[1],
              new int[1],
              logs,
              logs,
              Usage.NONE));
    }

    @Override
    public void close() {}
  }
}
