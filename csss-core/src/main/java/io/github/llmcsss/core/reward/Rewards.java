package io.github.llmcsss.core.reward;

import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.RewardFunction;
import java.util.List;

/** The rewards that come with the library. */
public final class Rewards {
  private Rewards() {}

  /**
   * Keyword overlap of answer and documents. Let A be the distinct content words of the answer, D
   * those of the documents' titles, brands, features, categories, attributes and prices (not of the
   * running descriptions, in which nearly any word occurs). With the precision {@code P = |A ∩ D| /
   * |A|} and the coverage {@code C = min(1, |A ∩ D| / 8)}, the reward is their harmonic mean {@code
   * 2PC / (P + C)}.
   *
   * <p>A longer answer gains nothing beyond eight words of the documents and loses with each word
   * that is not theirs; repeating a word gains nothing; a single right word earns little. No
   * documents or no content words: 0.
   */
  public static RewardFunction keywordOverlap() {
    return new KeywordOverlap();
  }

  /**
   * Semantic similarity: the largest cosine between the answer's vector and that of a document
   * (title, brand and features), negative values as 0. An answer about one good product needs to
   * resemble that product alone. No documents or a blank answer: 0.
   *
   * @param embedder stays open; the caller closes it
   */
  public static RewardFunction semanticSimilarity(Embedder embedder) {
    return new SemanticSimilarity(embedder);
  }

  /**
   * Satisfaction of the shopper's need by the rank of what the shopper wants: with the best-placed
   * document that is among the need's targets at rank r, {@code 1 / r} if the answer names it (a
   * distinctive part of its title, word for word) and {@code 1 / (2r)} if it does not; 0 if no
   * target was found or none is known: give the synthesizer needs, or use {@link #judgedBy}.
   */
  public static RewardFunction needSatisfaction() {
    return new NeedSatisfaction();
  }

  /**
   * Satisfaction of the shopper's need as a generator judges it. The generator is shown the need
   * (or, where none is known, what the shopper said), the products found and the answer, and is
   * asked whether the answer satisfies the shopper, yes or no, written greedily. With p the
   * probability of the first token it writes, the reward is p after "yes" and 1 - p after "no"; 0
   * if it writes neither, as nothing is confirmed then.
   *
   * @param judge stays open; the caller closes it
   */
  public static RewardFunction judgedBy(Generator judge) {
    return new GeneratorJudgement(judge);
  }

  /**
   * The weighted mean of rewards: weights are divided by their sum, so that the result is in [0, 1]
   * again. Refuses, by its place in the list, a component outside [0, 1].
   */
  public static RewardFunction weightedSum(WeightedReward... components) {
    return new WeightedSum(List.of(components));
  }
}
