package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Sampling;
import io.github.llmcsss.api.Turn;
import io.github.llmcsss.core.internal.Generations;
import io.github.llmcsss.core.internal.Words;
import io.github.llmcsss.core.prompt.DocumentText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

record GeneratorJudgement(Generator judge) implements RewardFunction {
  private static final String SYSTEM =
      "You judge the answers of a shopping assistant. Answer with one word, Yes or No.";
  private static final String QUESTION =
      "Does the answer offer a product from the list that is what the shopper wants?";
  private static final Sampling SAMPLING = Sampling.greedy(3);

  @Override
  public double reward(RewardInput input) {
    Generation verdict = ask(prompt(input));
    List<String> words = Words.of(verdict.text());
    if (words.isEmpty() || verdict.tokens().length == 0) {
      return 0;
    }
    double probability = Math.min(1, StrictMath.exp(verdict.modelLogProbabilities()[0]));
    return switch (words.getFirst()) {
      case "yes" -> probability;
      case "no" -> 1 - probability;
      default -> 0;
    };
  }

  private Generation ask(Prompt prompt) {
    try {
      return Generations.await(List.of(judge.generate(GenerationRequest.of(prompt, SAMPLING, 0))))
          .getFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CsssException("the judgement was interrupted", e);
    }
  }

  private static Prompt prompt(RewardInput input) {
    String wanted =
        input.need().map(Need::description).orElseGet(() -> String.join(" / ", utterances(input)));
    String text =
        "The shopper wants: "
            + wanted
            + "\nProducts:\n"
            + DocumentText.DEFAULT.render(input.documents())
            + "\nThe assistant's answer: "
            + input.response()
            + "\n"
            + QUESTION;
    return new Prompt(
        List.of(new Message(Role.SYSTEM, SYSTEM), new Message(Role.USER, text)), Role.ASSISTANT);
  }

  private static List<String> utterances(RewardInput input) {
    List<String> said = new ArrayList<>(input.history().stream().map(Turn::user).toList());
    said.add(input.user());
    return said;
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "judgedBy",
        Map.of("judge", judge.provenance().toString(), "system", SYSTEM, "question", QUESTION));
  }
}
