package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.core.internal.Require;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

record WeightedSum(List<WeightedReward> components) implements RewardFunction {
  WeightedSum {
    Require.that(!components.isEmpty(), "components", "not empty", components);
  }

  @Override
  public double reward(RewardInput input) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < components.size(); i++) {
      WeightedReward component = components.get(i);
      double value = component.reward().reward(input);
      if (!(value >= 0 && value <= 1)) {
        throw new CsssException(
            "the reward of component " + i + " must be in [0, 1], but was " + value);
      }
      sum += component.weight() * value;
      weights += component.weight();
    }
    // Rounding may carry a mean of ones past 1.
    return Math.min(1, sum / weights);
  }

  @Override
  public Provenance provenance() {
    Map<String, String> facts = new TreeMap<>();
    for (int i = 0; i < components.size(); i++) {
      WeightedReward component = components.get(i);
      facts.put("component" + i, component.weight() + " " + component.reward().provenance());
    }
    return new Provenance("weightedSum", facts);
  }
}
