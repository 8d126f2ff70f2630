package io.github.llmcsss.testkit;

import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** The share of documents whose title is in the answer; with a fault where one is planted. */
final class ToyReward implements RewardFunction {
  private final String fault;
  private final AtomicInteger calls = new AtomicInteger();
  private RewardInput last;

  ToyReward(String fault, RewardInput any) {
    this.fault = fault;
    this.last = any;
  }

  @Override
  public double reward(RewardInput input) {
    RewardInput seen = input;
    if (fault.equals("shares state")) {
      last = input;
      LockSupport.parkNanos(20_000);
      seen = last;
    }
    int documents = seen.documents().size();
    String response = seen.response();
    if (documents == 0 && !fault.equals("divides by nothing")) {
      return 0;
    }
    if (fault.equals("needs words") && response.isBlank()) {
      throw new IllegalArgumentException("no words");
    }
    if (fault.equals("reads a pattern") && Pattern.compile(response).matcher("").matches()) {
      return 1;
    }
    double named = 0;
    for (RetrievedDocument document : seen.documents()) {
      named += response.contains(document.document().title()) ? 1 : 0;
    }
    return switch (fault) {
      case "over one" -> 1 + named;
      case "drifts" -> 1 / (1.0 + calls.incrementAndGet());
      default -> named / documents;
    };
  }
}
