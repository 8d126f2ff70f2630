package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.core.internal.ProductMention;
import java.util.Map;
import java.util.Set;

record NeedSatisfaction() implements RewardFunction {
  @Override
  public double reward(RewardInput input) {
    Set<String> targets = input.need().map(Need::targets).orElse(Set.of());
    for (RetrievedDocument found : input.documents()) {
      if (targets.contains(found.document().id())) {
        boolean named =
            ProductMention.names(input.response(), input.query(), input.documents(), found);
        return (named ? 1.0 : 0.5) / found.rank();
      }
    }
    return 0;
  }

  @Override
  public Provenance provenance() {
    return new Provenance("needSatisfaction", Map.of());
  }
}
