package io.github.llmcsss.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.RewardFunction;
import io.github.llmcsss.api.RewardInput;
import io.github.llmcsss.api.SeedQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RewardsTest {
  private static final Document KETTLE =
      Document.builder("k", "Tilk Whistling Kettle")
          .brand("Tilk")
          .features(List.of("Holds two litres", "Steel handle stays cool"))
          .description("A miracle of engineering")
          .price(24)
          .build();
  private static final Document LAMP = Document.builder("l", "Brenn Desk Lamp").build();
  private static final List<RetrievedDocument> FOUND =
      List.of(new RetrievedDocument(1, KETTLE, 2), new RetrievedDocument(2, LAMP, 1));

  static RewardInput input(String response, List<RetrievedDocument> found, Optional<Need> need) {
    return new RewardInput(
        SeedQuery.of("kettle"), List.of(), "kettle", "kettle", response, found, need);
  }

  private static double overlap(String response) {
    return Rewards.keywordOverlap().reward(input(response, FOUND, Optional.empty()));
  }

  @Test
  void keywordOverlapIsTheHarmonicMeanOfPrecisionAndCoverage() {
    // tilk, whistling, kettle, litres of the documents; green is not: P = 4/5, C = 4/8.
    assertEquals(2 * 0.8 * 0.5 / 1.3, overlap("The Tilk whistling kettle: litres, green"), 1e-12);
    assertEquals(0, overlap("A miracle"));
    assertEquals(0, overlap(""));
    assertTrue(overlap("Kettle for $24.00") > overlap("Kettle for $23.00"));
  }

  @Test
  void keywordOverlapCannotBeGamedByLength() {
    String eight = "Tilk whistling kettle holds two litres, steel handle";
    assertEquals(1, overlap(eight), 1e-12);
    assertEquals(1, overlap(eight + " stays cool. Brenn desk lamp."), 1e-12);
    assertTrue(overlap("kettle") < 0.3);
    assertEquals(overlap("kettle"), overlap("kettle kettle kettles"), 1e-12);
    assertTrue(overlap(eight + " wonderful unbelievable") < 1);
  }

  @Test
  void withoutDocumentsNothingIsRelevant() {
    RewardInput none = input("Tilk whistling kettle", List.of(), Optional.empty());
    assertEquals(0, Rewards.keywordOverlap().reward(none));
    assertEquals(0, Rewards.semanticSimilarity(new LetterEmbedder()).reward(none));
  }

  @Property(tries = 300)
  void keywordOverlapIsInRange(@ForAll String response) {
    double reward = overlap(response + " kettle");
    assertTrue(reward > 0 && reward <= 1);
  }

  @Test
  void needSatisfactionIsTheReciprocalRankOfATargetHalvedIfNotNamed() {
    RewardFunction reward = Rewards.needSatisfaction();
    Optional<Need> kettle = Optional.of(new Need("tea", Set.of("k")));
    Optional<Need> lamp = Optional.of(new Need("light", Set.of("l", "x")));
    Optional<Need> other = Optional.of(new Need("other", Set.of("x")));
    assertEquals(1, reward.reward(input("The Tilk Whistling one.", FOUND, kettle)));
    assertEquals(0.5, reward.reward(input("This one.", FOUND, kettle)));
    assertEquals(0.5, reward.reward(input("Brenn desk lamp", FOUND, lamp)));
    assertEquals(0.25, reward.reward(input("Tilk Whistling Kettle", FOUND, lamp)));
    assertEquals(0, reward.reward(input("Brenn desk lamp", FOUND, other)));
  }

  @Test
  void needSatisfactionIsZeroWhereNoTargetIsKnown() {
    RewardFunction reward = Rewards.needSatisfaction();
    assertEquals(0, reward.reward(input("Tilk Whistling Kettle", FOUND, Optional.empty())));
    Optional<Need> vague = Optional.of(new Need("tea", Set.of()));
    assertEquals(0, reward.reward(input("Tilk Whistling Kettle", FOUND, vague)));
  }

  @Test
  void semanticSimilarityIsTheLargestCosine() {
    RewardFunction reward = Rewards.semanticSimilarity(new LetterEmbedder());
    double lamp = reward.reward(input("Brenn Desk Lamp.", FOUND, Optional.empty()));
    double noise = reward.reward(input("zzz xx qq", FOUND, Optional.empty()));
    assertEquals(1, lamp, 1e-6);
    assertEquals(0, noise, 1e-6);
    assertEquals(0, reward.reward(input(" ", FOUND, Optional.empty())));
  }

  @Test
  void semanticSimilarityPassesNaNOn() {
    Embedder broken =
        new LetterEmbedder() {
          @Override
          public float[][] embed(List<String> texts) {
            float[][] vectors = super.embed(texts);
            vectors[1][0] = Float.NaN;
            return vectors;
          }
        };
    assertTrue(
        Double.isNaN(
            Rewards.semanticSimilarity(broken).reward(input("a", FOUND, Optional.empty()))));
  }

  @Test
  void aWeightedSumIsTheWeightedMean() {
    RewardFunction sum =
        Rewards.weightedSum(new WeightedReward(3, input -> 1), new WeightedReward(1, input -> 0.2));
    assertEquals(0.8, sum.reward(input("x", FOUND, Optional.empty())), 1e-12);
  }

  @Test
  void aWeightedSumNamesTheComponentThatIsOutOfRange() {
    RewardFunction sum =
        Rewards.weightedSum(
            new WeightedReward(1, input -> 1), new WeightedReward(1, input -> Double.NaN));
    CsssException e =
        assertThrows(CsssException.class, () -> sum.reward(input("x", FOUND, Optional.empty())));
    assertEquals("the reward of component 1 must be in [0, 1], but was NaN", e.getMessage());
  }

  @Test
  void refusesWeightsThatAreNone() {
    assertThrows(IllegalArgumentException.class, () -> Rewards.weightedSum());
    for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> new WeightedReward(weight, input -> 1));
      assertEquals("weight must be more than 0, finite, but was " + weight, e.getMessage());
    }
  }

  @Test
  void theProvenanceHasTheWeights() {
    assertNotEquals(
        Rewards.weightedSum(new WeightedReward(1, Rewards.keywordOverlap())).provenance(),
        Rewards.weightedSum(new WeightedReward(2, Rewards.keywordOverlap())).provenance());
  }
}
