package io.github.llmcsss.testkit;

import io.github.llmcsss.api.RewardFunction;

class ToyRewardTest extends RewardFunctionContract {
  @Override
  protected RewardFunction reward() {
    return new ToyReward("", inputs().getFirst());
  }
}
