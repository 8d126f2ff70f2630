package io.github.llmcsss.testkit;

import io.github.llmcsss.api.RewardFunction;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardFunctionContractTest {
  static final class Honest extends RewardFunctionContract {
    @RegisterExtension final Faults faults = new Faults();

    @Override
    protected RewardFunction reward() {
      return new ToyReward(faults.planted(), inputs().getFirst());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "over one, staysBetweenZeroAndOne",
    "drifts, scoresTheSameAgain",
    "shares state, scoresTheSameFromManyThreads",
    "divides by nothing, scoresWithoutDocuments",
    "needs words, scoresAnEmptyResponse",
    "reads a pattern, scoresHostileTexts"
  })
  void catches(String fault, String test) {
    Faults.assertCaught(Honest.class, fault, test);
  }
}
